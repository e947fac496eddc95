// SPDX-License-Identifier: GPL-2.0-only
/* The caller under the lock asks for the sleeping variant. */
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void __iomem *regs;
};

static void foo_pause(int can_sleep, int ms)
{
	if (can_sleep)
		msleep(ms);			/* expect: sleep-in-atomic "msleep" */
	else
		mdelay(ms);
}

void foo_reset(struct foo *f)
{
	spin_lock(&f->lock);			/* step: lock "f->lock" */
	foo_pause(1, 20);			/* step: call "foo_pause" */
	spin_unlock(&f->lock);
}

int foo_assert(struct foo *f, int how)
{
	spin_lock(&f->lock);
	might_sleep_if(how & 4);		/* expect: sleep-in-atomic "might_sleep" */
	spin_unlock(&f->lock);
	return 0;
}
