// SPDX-License-Identifier: GPL-2.0-only
/* Before and behind the guarded statement, and where it is left early. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	int users;
	void *buf;
};

int foo_behind(struct foo *f)
{
	scoped_guard(spinlock, &f->lock)
		f->users++;
	f->buf = kzalloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}

int foo_left_early(struct foo *f)
{
	scoped_guard(spinlock_irqsave, &f->lock) {
		if (f->users)
			return -EBUSY;
		f->users++;
	}
	f->buf = kzalloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}
