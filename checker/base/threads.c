// SPDX-License-Identifier: GPL-2.0-only
/* See threads.h.  A run is a generation: threads sleep until its number changes. */
#include "base/threads.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/bug.h"

#define THREADS_STACK ((size_t)64 << 20)	/* as much as the deepest simulation needs; only what is touched costs */

struct worker {
	struct threads *team;
	pthread_t thread;
	u32 nr;
};

struct threads {
	pthread_mutex_t lock;
	pthread_cond_t begin, end;
	u32 generation, busy;
	bool over;
	/* of the generation at hand */
	threads_work work;
	void *ctx;
	u32 n, chunk;
	u32 next;		/* atomic */
	u32 nr;
	struct worker worker[];	/* from 1 on; 0 is the caller */
};

static void do_pieces(struct threads *p, u32 worker)
{
	for (;;) {
		u32 first = __atomic_fetch_add(&p->next, p->chunk, __ATOMIC_RELAXED);

		if (first >= p->n)
			return;
		for (u32 i = first; i < first + p->chunk && i < p->n; i++)
			p->work(p->ctx, worker, i);
	}
}

static void *worker_main(void *arg)
{
	struct worker *w = arg;
	struct threads *p = w->team;
	u32 seen = 0;

	for (;;) {
		pthread_mutex_lock(&p->lock);
		while (p->generation == seen && !p->over)
			pthread_cond_wait(&p->begin, &p->lock);
		seen = p->generation;
		pthread_mutex_unlock(&p->lock);
		if (p->over)
			return NULL;
		do_pieces(p, w->nr);
		pthread_mutex_lock(&p->lock);
		if (!--p->busy)
			pthread_cond_signal(&p->end);
		pthread_mutex_unlock(&p->lock);
	}
}

struct threads *threads_new(u32 nr)
{
	struct threads *p = xcalloc(1, sizeof(*p) + nr * sizeof(p->worker[0]));
	pthread_attr_t attr;

	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->begin, NULL);
	pthread_cond_init(&p->end, NULL);
	pthread_attr_init(&attr);
	(void)pthread_attr_setstacksize(&attr, THREADS_STACK);
	for (p->nr = 1; p->nr < nr; p->nr++) {
		struct worker *w = &p->worker[p->nr];

		*w = (struct worker){ .team = p, .nr = p->nr };
		if (pthread_create(&w->thread, &attr, worker_main, w))
			break;
	}
	pthread_attr_destroy(&attr);
	return p;
}

u32 threads_workers(const struct threads *p)
{
	return p->nr;
}

void threads_run(struct threads *p, u32 n, u32 chunk, threads_work work, void *ctx)
{
	/* why: waking the others costs more than a handful of pieces */
	if (p->nr == 1 || n <= chunk) {
		for (u32 i = 0; i < n; i++)
			work(ctx, 0, i);
		return;
	}
	BUG_ON(n > UINT32_MAX - (p->nr + 1) * chunk);
	p->work = work;
	p->ctx = ctx;
	p->n = n;
	p->chunk = chunk;
	p->next = 0;
	pthread_mutex_lock(&p->lock);
	p->busy = p->nr - 1;
	p->generation++;
	pthread_cond_broadcast(&p->begin);
	pthread_mutex_unlock(&p->lock);
	do_pieces(p, 0);
	pthread_mutex_lock(&p->lock);
	while (p->busy)
		pthread_cond_wait(&p->end, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

void threads_free(struct threads *p)
{
	pthread_mutex_lock(&p->lock);
	p->over = true;
	pthread_cond_broadcast(&p->begin);
	pthread_mutex_unlock(&p->lock);
	for (u32 i = 1; i < p->nr; i++)
		pthread_join(p->worker[i].thread, NULL);
	pthread_cond_destroy(&p->end);
	pthread_cond_destroy(&p->begin);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

struct background {
	pthread_t thread;
	bool runs;
	void (*work)(void *ctx);
	void *ctx;
};

static void *background_main(void *arg)
{
	struct background *b = arg;

	b->work(b->ctx);
	return NULL;
}

struct background *background_begin(void (*work)(void *ctx), void *ctx)
{
	struct background *b = xcalloc(1, sizeof(*b));
	pthread_attr_t attr;

	b->work = work;
	b->ctx = ctx;
	pthread_attr_init(&attr);
	(void)pthread_attr_setstacksize(&attr, THREADS_STACK);
	b->runs = !pthread_create(&b->thread, &attr, background_main, b);
	pthread_attr_destroy(&attr);
	if (!b->runs)
		work(ctx);
	return b;
}

void background_end(struct background *b)
{
	if (b && b->runs)
		pthread_join(b->thread, NULL);
	free(b);
}
