// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpflags_allow_blocking() and the bit itself, tested before anything sleeps.  That GFP_KERNEL is more than what was
 * tested is another question (reclaim-recursion).
 * run: --checks=gfp-in-atomic,sleep-in-atomic
 */
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/mutex.h>

struct pool {
	struct mutex refill;
	spinlock_t lock;
	void *spare;
};

static void *pool_get(struct pool *p, gfp_t gfp)
{
	void *mem = kmalloc(64, gfp);

	if (mem || !gfpflags_allow_blocking(gfp))
		return mem;
	mutex_lock(&p->refill);
	mem = kmalloc(64, GFP_KERNEL);
	mutex_unlock(&p->refill);
	return mem;
}

static void *pool_get_bit(gfp_t gfp)
{
	if (gfp & __GFP_DIRECT_RECLAIM)
		return kmalloc(64, GFP_KERNEL);
	return kmalloc(64, GFP_ATOMIC);
}

int pool_fill(struct pool *p)
{
	spin_lock(&p->lock);
	p->spare = pool_get(p, GFP_ATOMIC);
	if (!p->spare)
		p->spare = pool_get_bit(GFP_NOWAIT);
	spin_unlock(&p->lock);
	return p->spare ? 0 : -ENOMEM;
}
