// SPDX-License-Identifier: GPL-2.0-only
/* A wrapper passes its caller's flags on: the caller that chose GFP_KERNEL is at fault. */
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

static void *foo_alloc_pair(size_t size, gfp_t gfp)
{
	return foo_alloc(2 * size, gfp | __GFP_NOWARN);
}

int foo_refill(struct foo *f)
{
	spin_lock(&f->lock);
	f->buf = foo_alloc(64, GFP_KERNEL);		/* expect: gfp-in-atomic "foo_alloc.*GFP_KERNEL" */
	spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}

int foo_refill_pair(struct foo *f)
{
	spin_lock(&f->lock);
	f->buf = foo_alloc_pair(64, GFP_KERNEL);	/* expect: gfp-in-atomic "foo_alloc_pair.*GFP_KERNEL" */
	spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}
