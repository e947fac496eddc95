// SPDX-License-Identifier: GPL-2.0-only
/* The callee drops a lock of its own, not its caller's, before it sleeps. */
#include <linux/delay.h>
#include <linux/spinlock.h>

struct queue {
	spinlock_t lock;
	int len;
};

struct foo {
	spinlock_t lock;
	struct queue q;
};

static void queue_drain(struct queue *q)
{
	spin_lock(&q->lock);
	q->len = 0;
	spin_unlock(&q->lock);
	msleep(1);				/* expect: sleep-in-atomic "msleep.*f->lock" */
}

void foo_reset(struct foo *f)
{
	spin_lock(&f->lock);			/* step: lock "f->lock" */
	queue_drain(&f->q);			/* step: call "queue_drain" */
	spin_unlock(&f->lock);
}
