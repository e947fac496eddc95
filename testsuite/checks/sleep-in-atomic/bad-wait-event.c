// SPDX-License-Identifier: GPL-2.0-only
/* wait_event() and its kind are macros around schedule(). */
#include <linux/wait.h>

struct foo {
	spinlock_t lock;
	wait_queue_head_t wq;
	int ready;
};

void foo_wait(struct foo *f)
{
	spin_lock(&f->lock);			/* step: lock "f->lock" */
	wait_event(f->wq, f->ready);		/* expect: sleep-in-atomic "" */
	spin_unlock(&f->lock);
}

int foo_wait_interruptible(struct foo *f)
{
	int err;

	again:
	spin_lock_bh(&f->lock);
	err = wait_event_interruptible(f->wq, f->ready);	/* expect: sleep-in-atomic "" */
	spin_unlock_bh(&f->lock);
	if (err == -EAGAIN)
		goto again;
	return err;
}
