// SPDX-License-Identifier: GPL-2.0-only
/* The same functions with nothing held, and the ones that only look like sleepers. */
#include <linux/spinlock.h>
#include <linux/mutex.h>
#include <linux/semaphore.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/wait.h>

struct foo {
	spinlock_t lock;
	struct mutex mutex;
	struct semaphore sem;
	struct completion done;
	wait_queue_head_t wq;
	int ready;
};

void foo_process(struct foo *f)
{
	mutex_lock(&f->mutex);
	msleep(10);
	wait_for_completion(&f->done);
	wait_event(f->wq, f->ready);
	mutex_unlock(&f->mutex);
}

void foo_atomic(struct foo *f)
{
	unsigned long flags;

	spin_lock_irqsave(&f->lock, flags);
	udelay(10);
	mdelay(1);
	complete(&f->done);
	wake_up(&f->wq);
	if (!down_trylock(&f->sem))
		up(&f->sem);
	spin_unlock_irqrestore(&f->lock, flags);
}

void foo_resched(struct foo *f)
{
	spin_lock(&f->lock);
	cond_resched_lock(&f->lock);
	spin_unlock(&f->lock);
}
