// SPDX-License-Identifier: GPL-2.0-only
/*
 * The new way: hrtimer_setup() takes the callback.
 * version: 6.13
 */
#include <linux/slab.h>
#include <linux/hrtimer.h>

struct pwm {
	struct hrtimer tick;
	void *step;
};

static enum hrtimer_restart pwm_tick(struct hrtimer *t)
{
	struct pwm *p = container_of(t, struct pwm, tick);

	p->step = kzalloc(16, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	return p->step ? HRTIMER_RESTART : HRTIMER_NORESTART;
}

void pwm_init(struct pwm *p)
{
	hrtimer_setup(&p->tick, pwm_tick, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hrtimer_start(&p->tick, ms_to_ktime(1), HRTIMER_MODE_REL);
}
