// SPDX-License-Identifier: GPL-2.0-only
/* As good-replay-iterator.c, but the flag is not there for one direction. */
#include <linux/mutex.h>
#include <linux/spinlock.h>

#define ITER_ATOMIC 4

struct pos { int at, nr; };
struct iter {
	struct pos pos;
	unsigned flags;
	int left, used, len;
	void *addr;
};
struct box { spinlock_t lock; struct mutex big; int busy, kind; };

static void iter_start(struct iter *it, unsigned flags)
{
	it->pos.at = 0;
	it->addr = 0;
	it->flags = flags;
}

static int pos_next(struct pos *p)
{
	p->at++;
	return p->at < p->nr;
}

static int iter_step(struct iter *it, int n)
{
	if (it->left)
		it->left -= n;
	if (it->used > it->len)
		it->used = 0;
	if (n > 3 && it->len)
		it->used++;
	if (n > 5 && it->used)
		it->len++;
	if (!pos_next(&it->pos))
		return 0;
	it->left = it->len;
	return 1;
}

static int iter_next(struct iter *it, struct mutex *m, int n)
{
	if (!iter_step(it, n))
		return 0;
	if (!(it->flags & ITER_ATOMIC)) {
		mutex_lock(m);	/* expect: sleep-in-atomic "mutex_lock.. may sleep while 'b->lock' is held" */
		mutex_unlock(m);
	}
	return 1;
}

void copy(struct box *b, int dir, int n)
{
	unsigned flags = 0;
	struct iter it;

	if (dir)
		flags |= ITER_ATOMIC;
	else
		flags |= 2;
	iter_start(&it, flags);
	spin_lock(&b->lock);
	while (iter_next(&it, &b->big, n))
		b->busy++;
	spin_unlock(&b->lock);
}
