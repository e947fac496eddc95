// SPDX-License-Identifier: GPL-2.0-only
/* One wrapper, called with the flags that fit each caller. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf;
};

static void *foo_alloc(size_t size, gfp_t gfp)
{
	return kmalloc(size, gfp | __GFP_ZERO);
}

int foo_refill(struct foo *f)
{
	spin_lock(&f->lock);
	f->buf = foo_alloc(64, GFP_ATOMIC);
	spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}

int foo_init(struct foo *f)
{
	f->buf = foo_alloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}

int foo_strip(struct foo *f, gfp_t gfp)
{
	spin_lock(&f->lock);
	f->buf = foo_alloc(64, gfp & ~__GFP_DIRECT_RECLAIM);
	spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}
