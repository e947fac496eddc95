/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: high resolution timers: hard interrupt context unless *_SOFT. */
#ifndef _LINUX_HRTIMER_H
#define _LINUX_HRTIMER_H

#include <linux/kernel.h>
#include <linux/version_select.h>

enum hrtimer_restart { HRTIMER_NORESTART, HRTIMER_RESTART };
enum hrtimer_mode { HRTIMER_MODE_ABS, HRTIMER_MODE_REL, HRTIMER_MODE_SOFT = 4, HRTIMER_MODE_REL_SOFT };

#define CLOCK_MONOTONIC 1

struct hrtimer {
	ktime_t expires;
	enum hrtimer_restart (*function)(struct hrtimer *timer);
};

#if MINI_AT_LEAST(6, 13)
void hrtimer_setup(struct hrtimer *timer, enum hrtimer_restart (*function)(struct hrtimer *),
		   int clock_id, enum hrtimer_mode mode);
#else
void hrtimer_init(struct hrtimer *timer, int which_clock, enum hrtimer_mode mode);
#endif
void hrtimer_start_range_ns(struct hrtimer *timer, ktime_t tim, u64 range_ns, enum hrtimer_mode mode);
int hrtimer_cancel(struct hrtimer *timer);

static inline void hrtimer_start(struct hrtimer *timer, ktime_t tim, const enum hrtimer_mode mode)
{
	hrtimer_start_range_ns(timer, tim, 0, mode);
}

static inline ktime_t ms_to_ktime(u64 ms)
{
	return (ktime_t)(ms * 1000000);
}

#endif
