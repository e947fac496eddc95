// SPDX-License-Identifier: GPL-2.0-only
/* Sleeps only after it has asked. */
#include <linux/delay.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	int state;
};

static void foo_settle(void)
{
	if (in_atomic() || irqs_disabled()) {
		mdelay(2);
		return;
	}
	msleep(2);
}

static void foo_settle_task(void)
{
	if (preemptible())
		msleep(2);
}

void foo_set(struct foo *f, int state)
{
	spin_lock(&f->lock);
	f->state = state;
	foo_settle();
	foo_settle_task();
	spin_unlock(&f->lock);
	foo_settle();
}
