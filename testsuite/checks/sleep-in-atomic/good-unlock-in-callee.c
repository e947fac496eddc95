// SPDX-License-Identifier: GPL-2.0-only
/* The callee drops the lock, sleeps and takes it again: not a sleeper under that lock. */
#include <linux/delay.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	int busy;
};

static void foo_wait_idle(struct foo *f)
{
	while (f->busy) {
		spin_unlock_irq(&f->lock);
		msleep(1);
		spin_lock_irq(&f->lock);
	}
}

void foo_stop(struct foo *f)
{
	spin_lock_irq(&f->lock);
	foo_wait_idle(f);
	f->busy = 1;
	spin_unlock_irq(&f->lock);
}

static void foo_wait_deep(struct foo *f)
{
	foo_wait_idle(f);
}

void foo_stop_deep(struct foo *f)
{
	spin_lock_irq(&f->lock);
	foo_wait_deep(f);
	spin_unlock_irq(&f->lock);
}
