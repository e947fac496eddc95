// SPDX-License-Identifier: GPL-2.0-only
/* A callback of a timer whose mode is not known asks whether it is in a softirq. */
#include <linux/gfp.h>
#include <linux/hrtimer.h>
#include <linux/preempt.h>
#include <linux/slab.h>

static enum hrtimer_restart tick(struct hrtimer *t)
{
	kfree(kmalloc(8, in_softirq() ? GFP_ATOMIC : GFP_KERNEL));
	return HRTIMER_NORESTART;
}

void start(struct hrtimer *t)
{
	t->function = tick;
}
