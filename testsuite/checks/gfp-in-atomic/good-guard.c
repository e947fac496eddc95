// SPDX-License-Identifier: GPL-2.0-only
/* guard() in an inner block, and a guard of a lock that may be slept under. */
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/mutex.h>

struct foo {
	struct mutex mutex;
	spinlock_t lock;
	int users;
	void *buf;
};

int foo_inner_block(struct foo *f)
{
	{
		guard(spinlock)(&f->lock);
		f->users++;
	}
	f->buf = kzalloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}

int foo_early_return(struct foo *f, int busy)
{
	if (busy) {
		guard(spinlock_irqsave)(&f->lock);
		f->users++;
		return -EBUSY;
	}
	f->buf = kzalloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}

int foo_mutex(struct foo *f)
{
	guard(mutex)(&f->mutex);
	f->buf = kzalloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}
