// SPDX-License-Identifier: GPL-2.0-only
/* Flags that were put into a local variable first. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf;
};

int foo_refill(struct foo *f)
{
	gfp_t gfp = GFP_KERNEL | __GFP_NOWARN;

	spin_lock(&f->lock);
	f->buf = kzalloc(64, gfp);		/* expect: gfp-in-atomic "kzalloc" */
	spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}

int foo_build(struct foo *f, bool dma)
{
	gfp_t gfp = GFP_KERNEL;

	if (dma)
		gfp |= __GFP_DMA;
	spin_lock(&f->lock);
	f->buf = kzalloc(64, gfp);		/* expect: gfp-in-atomic "kzalloc" */
	spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}
