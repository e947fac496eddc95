// SPDX-License-Identifier: GPL-2.0-only
/* Lock and unlock in helpers, allocation outside. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	int users;
	void *buf;
};

static unsigned long foo_lock(struct foo *f)
{
	unsigned long flags;

	spin_lock_irqsave(&f->lock, flags);
	return flags;
}

static void foo_unlock(struct foo *f, unsigned long flags)
{
	spin_unlock_irqrestore(&f->lock, flags);
}

int foo_push(struct foo *f)
{
	unsigned long flags = foo_lock(f);

	f->users++;
	foo_unlock(f, flags);
	f->buf = kzalloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}
