// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two static functions of one name: only the one that is called under the lock counts.
 *
 * run: --checks=gfp-in-atomic,sleep-in-atomic
 */
//--- a.c
#include <linux/slab.h>
#include <linux/spinlock.h>

struct a {
	spinlock_t lock;
	void *buf;
};

static void refill(struct a *a)
{
	a->buf = kzalloc(8, GFP_ATOMIC);
}

void a_push(struct a *a)
{
	spin_lock(&a->lock);
	refill(a);
	spin_unlock(&a->lock);
}
//--- b.c
#include <linux/slab.h>

struct b {
	void *buf;
};

static void refill(struct b *b)
{
	b->buf = kzalloc(8, GFP_KERNEL);
}

void b_push(struct b *b)
{
	refill(b);
}
