// SPDX-License-Identifier: GPL-2.0-only
/* The branch on which spin_trylock() got the lock. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf;
};

int foo_if_taken(struct foo *f)
{
	int err = 0;

	if (spin_trylock(&f->lock)) {			/* step: lock "f->lock" */
		f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
		if (!f->buf)
			err = -ENOMEM;
		spin_unlock(&f->lock);
	}
	return err;
}

int foo_early_return(struct foo *f)
{
	if (!spin_trylock(&f->lock))
		return -EBUSY;
	f->buf = kzalloc(64, GFP_KERNEL);		/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}

int foo_irqsave(struct foo *f)
{
	unsigned long flags;

	if (!spin_trylock_irqsave(&f->lock, flags))
		return -EBUSY;
	f->buf = kzalloc(64, GFP_KERNEL);		/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	spin_unlock_irqrestore(&f->lock, flags);
	return f->buf ? 0 : -ENOMEM;
}
