// SPDX-License-Identifier: GPL-2.0-only
/* Sections that are no lock: interrupts, bottom halves, preemption, RCU. */
#include <linux/slab.h>
#include <linux/bottom_half.h>
#include <linux/rcupdate.h>

struct foo {
	void *buf;
};

int foo_irq_disable(struct foo *f)
{
	local_irq_disable();
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	local_irq_enable();
	return f->buf ? 0 : -ENOMEM;
}

int foo_irq_save(struct foo *f)
{
	unsigned long flags;

	local_irq_save(flags);
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	local_irq_restore(flags);
	return f->buf ? 0 : -ENOMEM;
}

int foo_bh_disable(struct foo *f)
{
	local_bh_disable();
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	local_bh_enable();
	return f->buf ? 0 : -ENOMEM;
}

int foo_preempt_disable(struct foo *f)
{
	preempt_disable();
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	preempt_enable();
	return f->buf ? 0 : -ENOMEM;
}

int foo_rcu(struct foo *f)
{
	rcu_read_lock();
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	rcu_read_unlock();
	return f->buf ? 0 : -ENOMEM;
}
