// SPDX-License-Identifier: GPL-2.0-only
/* scoped_guard(): the region is the statement behind it. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf, *more;
};

int foo_scoped(struct foo *f)
{
	scoped_guard(spinlock_irqsave, &f->lock) {	/* step: lock "f->lock" */
		f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
		if (!f->buf)
			return -ENOMEM;
	}
	f->more = kzalloc(64, GFP_KERNEL);
	return f->more ? 0 : -ENOMEM;
}

int foo_irqs_off(struct foo *f)
{
	scoped_guard(irqsave)
		f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	return f->buf ? 0 : -ENOMEM;
}
