// SPDX-License-Identifier: GPL-2.0-only
/* Waiting for work, timers and interrupts to end. */
#include <linux/spinlock.h>
#include <linux/interrupt.h>
#include <linux/workqueue.h>

struct foo {
	spinlock_t lock;
	struct work_struct work;
	struct delayed_work later;
	int irq;
};

void foo_stop(struct foo *f)
{
	spin_lock_bh(&f->lock);
	cancel_work_sync(&f->work);		/* expect: sleep-in-atomic "cancel_work_sync" */
	cancel_delayed_work_sync(&f->later);	/* expect: sleep-in-atomic "cancel_delayed_work_sync" */
	flush_work(&f->work);			/* expect: sleep-in-atomic "flush_work" */
	synchronize_irq(f->irq);		/* expect: sleep-in-atomic "synchronize_irq" */
	disable_irq_nosync(f->irq);
	spin_unlock_bh(&f->lock);
}
