// SPDX-License-Identifier: GPL-2.0-only
/* The common sleepers, each under a spin lock. */
#include <linux/spinlock.h>
#include <linux/mutex.h>
#include <linux/semaphore.h>
#include <linux/rwsem.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/wait.h>
#include <linux/vmalloc.h>

struct foo {
	spinlock_t lock;
	struct mutex mutex;
	struct semaphore sem;
	struct rw_semaphore rwsem;
	struct completion done;
	wait_queue_head_t wq;
	int ready;
	void *big;
};

void foo_locks(struct foo *f)
{
	spin_lock(&f->lock);			/* step: lock "f->lock" */
	mutex_lock(&f->mutex);			/* expect: sleep-in-atomic "mutex_lock.*f->lock" */
	mutex_unlock(&f->mutex);
	down(&f->sem);				/* expect: sleep-in-atomic "down" */
	up(&f->sem);
	down_write(&f->rwsem);			/* expect: sleep-in-atomic "down_write" */
	up_write(&f->rwsem);
	spin_unlock(&f->lock);
}

void foo_waits(struct foo *f)
{
	spin_lock_bh(&f->lock);
	msleep(10);				/* expect: sleep-in-atomic "msleep" */
	usleep_range(100, 200);			/* expect: sleep-in-atomic "usleep_range" */
	wait_for_completion(&f->done);		/* expect: sleep-in-atomic "wait_for_completion" */
	schedule();				/* expect: sleep-in-atomic "schedule" */
	might_sleep();				/* expect: sleep-in-atomic "might_sleep" */
	cond_resched();				/* expect: sleep-in-atomic "cond_resched" */
	spin_unlock_bh(&f->lock);
}

void foo_memory(struct foo *f)
{
	spin_lock_irq(&f->lock);
	vfree(f->big);				/* expect: sleep-in-atomic "vfree" */
	f->big = NULL;
	spin_unlock_irq(&f->lock);
}
