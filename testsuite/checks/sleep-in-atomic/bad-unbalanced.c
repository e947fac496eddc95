// SPDX-License-Identifier: GPL-2.0-only
/* Interrupts stay off although the lock is gone: spin_lock_irqsave() left by spin_unlock(). */
#include <linux/delay.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	int x;
};

void foo_half(struct foo *f)
{
	unsigned long flags;

	spin_lock_irqsave(&f->lock, flags);
	f->x++;
	spin_unlock(&f->lock);
	msleep(1);				/* expect: sleep-in-atomic "msleep.*interrupts" */
	local_irq_restore(flags);
}
