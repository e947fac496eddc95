// SPDX-License-Identifier: GPL-2.0-only
/* Every piece once, whatever the number of threads; runs one after the other. */
#include "base/threads.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "../test.h"

#define PIECES 10000u

struct sums {
	u32 seen[PIECES];
	u32 workers;
	u32 bad;		/* atomic */
};

static void piece(void *ctx, u32 worker, u32 i)
{
	struct sums *s = ctx;

	if (worker >= s->workers)
		__atomic_fetch_add(&s->bad, 1, __ATOMIC_RELAXED);
	s->seen[i]++;
}

static void check(struct test *ts, u32 nr, u32 chunk)
{
	struct threads *t = threads_new(nr);
	struct sums *s = xcalloc(1, sizeof(*s));
	u32 runs = 3, wrong = 0;

	s->workers = threads_workers(t);
	CHECK(ts, s->workers >= 1 && s->workers <= nr);
	for (u32 i = 0; i < runs; i++)
		threads_run(t, PIECES, chunk, piece, s);
	threads_run(t, 0, chunk, piece, s);
	for (u32 i = 0; i < PIECES; i++)
		wrong += s->seen[i] != runs;
	CHECK(ts, !wrong && !s->bad);
	free(s);
	threads_free(t);
}

static void add_one(void *ctx)
{
	++*(u32 *)ctx;
}

int main(void)
{
	struct test t = { 0 };
	u32 n = 0;

	check(&t, 1, 1);
	check(&t, 2, 1);
	check(&t, 4, 7);
	check(&t, 9, PIECES * 2);
	background_end(background_begin(add_one, &n));
	background_end(NULL);
	CHECK(&t, n == 1);
	return test_done(&t);
}
