/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: timers: softirq context. */
#ifndef _LINUX_TIMER_H
#define _LINUX_TIMER_H

#include <linux/kernel.h>
#include <linux/jiffies.h>
#include <linux/version_select.h>

struct timer_list {
	unsigned long expires;
	void (*function)(struct timer_list *t);
	u32 flags;
};

void init_timer_key(struct timer_list *timer, void (*func)(struct timer_list *), unsigned int flags);
#define timer_setup(timer, callback, flags)	init_timer_key((timer), (callback), (flags))
int mod_timer(struct timer_list *timer, unsigned long expires);
void add_timer(struct timer_list *timer);

#if MINI_AT_LEAST(6, 2)
int timer_delete(struct timer_list *timer);
int timer_delete_sync(struct timer_list *timer);
#define del_timer_sync(t)	timer_delete_sync(t)
#define del_timer(t)		timer_delete(t)
#else
int del_timer(struct timer_list *timer);
int del_timer_sync(struct timer_list *timer);
#endif

#define from_timer(var, callback_timer, field)	container_of(callback_timer, __typeof__(*var), field)

#endif
