// SPDX-License-Identifier: GPL-2.0-only
/* The timer is a member of what its function releases. */
#include <linux/slab.h>
#include <linux/timer.h>

struct alarm {
	struct timer_list timer;
	int bell;
};

void alarm_ring(int bell);

static void alarm_fire(struct timer_list *t)
{
	struct alarm *a = from_timer(a, t, timer);

	alarm_ring(a->bell);
	kfree(a);
}

int alarm_set(int bell)
{
	struct alarm *a = kzalloc(sizeof(*a), GFP_KERNEL);

	if (!a)
		return -ENOMEM;
	a->bell = bell;
	timer_setup(&a->timer, alarm_fire, 0);
	mod_timer(&a->timer, jiffies + HZ);
	return 0;
}
