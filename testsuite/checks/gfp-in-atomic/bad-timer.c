// SPDX-License-Identifier: GPL-2.0-only
/* A timer's callback runs in softirq context. */
#include <linux/slab.h>
#include <linux/timer.h>

struct foo {
	struct timer_list poll;
	void *stats;
};

static void foo_poll(struct timer_list *t)
{
	struct foo *f = from_timer(f, t, poll);

	f->stats = kzalloc(128, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	mod_timer(&f->poll, jiffies + HZ);
}

void foo_init(struct foo *f)
{
	timer_setup(&f->poll, foo_poll, 0);	/* step: context "foo_poll" */
	mod_timer(&f->poll, jiffies + HZ);
}
