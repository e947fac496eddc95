// SPDX-License-Identifier: GPL-2.0-only
/* A parameter, a constant and a macro decide whether the callee sleeps. */
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
		msleep(ms);
	else
		mdelay(ms);
}

int foo_reset(struct foo *f)
{
	u32 val;
	int err;

	spin_lock(&f->lock);
	writel(1, f->regs);
	foo_pause(0, 2);
	err = readl_poll_timeout(f->regs, val, val & 1, 0, 100);
	might_sleep_if(0);
	spin_unlock(&f->lock);
	foo_pause(1, 20);
	return err;
}
