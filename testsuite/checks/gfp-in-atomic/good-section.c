// SPDX-License-Identifier: GPL-2.0-only
/* Sections that are over, and sections that may be slept in. */
#include <linux/slab.h>
#include <linux/bottom_half.h>
#include <linux/rcupdate.h>
#include <linux/srcu.h>
#include <linux/rwsem.h>

struct foo {
	struct srcu_struct srcu;
	struct rw_semaphore sem;
	int seen;
	void *buf;
};

int foo_all_over(struct foo *f)
{
	unsigned long flags;

	local_irq_save(flags);
	f->seen++;
	local_irq_restore(flags);
	local_bh_disable();
	f->seen++;
	local_bh_enable();
	preempt_disable();
	f->seen++;
	preempt_enable();
	rcu_read_lock();
	f->seen++;
	rcu_read_unlock();
	f->buf = kzalloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}

int foo_srcu(struct foo *f)
{
	int idx = srcu_read_lock(&f->srcu);

	f->buf = kzalloc(64, GFP_KERNEL);
	srcu_read_unlock(&f->srcu, idx);
	return f->buf ? 0 : -ENOMEM;
}

int foo_rwsem(struct foo *f)
{
	down_read(&f->sem);
	f->buf = kzalloc(64, GFP_KERNEL);
	up_read(&f->sem);
	return f->buf ? 0 : -ENOMEM;
}
