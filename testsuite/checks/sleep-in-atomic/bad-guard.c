// SPDX-License-Identifier: GPL-2.0-only
/* Mutex under a spin lock guard, and sleep in a scoped guard. */
#include <linux/delay.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	struct mutex mutex;
	int users;
};

void foo_both(struct foo *f)
{
	guard(spinlock)(&f->lock);		/* step: lock "f->lock" */
	guard(mutex)(&f->mutex);		/* expect: sleep-in-atomic "mutex" */
	f->users++;
}

void foo_scoped(struct foo *f)
{
	scoped_guard(spinlock_irqsave, &f->lock) {
		f->users--;
		if (!f->users)
			msleep(1);		/* expect: sleep-in-atomic "msleep" */
	}
	msleep(1);
}
