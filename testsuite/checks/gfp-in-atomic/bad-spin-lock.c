// SPDX-License-Identifier: GPL-2.0-only
/* Each way to take a spinlock_t, and an allocation that may sleep under it. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf;
};

int foo_plain(struct foo *f)
{
	spin_lock(&f->lock);			/* step: lock "f->lock" */
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL.*lock" */
	spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}

int foo_bh(struct foo *f)
{
	spin_lock_bh(&f->lock);			/* step: lock "f->lock" */
	f->buf = kmalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kmalloc.*GFP_KERNEL" */
	spin_unlock_bh(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}

int foo_irq(struct foo *f)
{
	spin_lock_irq(&f->lock);
	f->buf = kzalloc(64, GFP_NOIO);		/* expect: gfp-in-atomic "kzalloc.*GFP_NOIO" */
	spin_unlock_irq(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}

int foo_irqsave(struct foo *f)
{
	unsigned long flags;

	spin_lock_irqsave(&f->lock, flags);	/* step: lock "f->lock.*spin_lock_irqsave" */
	f->buf = kcalloc(4, 64, GFP_KERNEL);	/* expect: gfp-in-atomic "GFP_KERNEL" */
	spin_unlock_irqrestore(&f->lock, flags);
	return f->buf ? 0 : -ENOMEM;
}

int foo_nested(struct foo *f)
{
	spin_lock_nested(&f->lock, 1);
	f->buf = kzalloc(64, GFP_NOFS);		/* expect: gfp-in-atomic "kzalloc.*GFP_NOFS" */
	spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}
