// SPDX-License-Identifier: GPL-2.0-only
/* guard(): the region ends with the block. */
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/rcupdate.h>

struct foo {
	raw_spinlock_t raw;
	spinlock_t lock;
	void *buf;
};

int foo_plain(struct foo *f)
{
	guard(spinlock)(&f->lock);		/* step: lock "f->lock" */
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	return f->buf ? 0 : -ENOMEM;
}

int foo_irqsave(struct foo *f)
{
	guard(spinlock_irqsave)(&f->lock);
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	return f->buf ? 0 : -ENOMEM;
}

int foo_raw(struct foo *f)
{
	guard(raw_spinlock)(&f->raw);
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	return f->buf ? 0 : -ENOMEM;
}

int foo_rcu(struct foo *f)
{
	guard(rcu)();
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	return f->buf ? 0 : -ENOMEM;
}

int foo_preempt(struct foo *f)
{
	guard(preempt)();
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	return f->buf ? 0 : -ENOMEM;
}
