// SPDX-License-Identifier: GPL-2.0-only
/* The variable holds GFP_ATOMIC wherever the lock is held. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf;
};

int foo_refill(struct foo *f)
{
	gfp_t gfp = GFP_ATOMIC;

	spin_lock(&f->lock);
	f->buf = kzalloc(64, gfp);
	spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}

int foo_correlated(struct foo *f, bool locked)
{
	gfp_t gfp = locked ? GFP_ATOMIC : GFP_KERNEL;

	if (locked)
		spin_lock(&f->lock);
	f->buf = kzalloc(64, gfp);
	if (locked)
		spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}

int foo_changed(struct foo *f)
{
	gfp_t gfp = GFP_KERNEL;
	void *spare = kzalloc(64, gfp);

	if (!spare)
		return -ENOMEM;
	gfp = GFP_NOWAIT;
	spin_lock(&f->lock);
	f->buf = kzalloc(64, gfp);
	spin_unlock(&f->lock);
	kfree(spare);
	return f->buf ? 0 : -ENOMEM;
}
