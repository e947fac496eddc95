/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: softirqs and tasklets; part of linux/interrupt.h. */
#ifndef _TESTSUITE_SOFTIRQ_MINI_H
#define _TESTSUITE_SOFTIRQ_MINI_H

#include <linux/version_select.h>

enum { HI_SOFTIRQ, TIMER_SOFTIRQ, NET_TX_SOFTIRQ, NET_RX_SOFTIRQ, BLOCK_SOFTIRQ };

struct softirq_action {
	void (*action)(struct softirq_action *self);
};

#if MINI_AT_LEAST(6, 12)
void open_softirq(int nr, void (*action)(void));
#else
void open_softirq(int nr, void (*action)(struct softirq_action *self));
#endif

struct tasklet_struct {
	struct tasklet_struct *next;
	bool use_callback;
	union {
		void (*func)(unsigned long data);
		void (*callback)(struct tasklet_struct *t);
	};
	unsigned long data;
};

#define from_tasklet(var, callback_tasklet, field) container_of(callback_tasklet, __typeof__(*var), field)

void tasklet_setup(struct tasklet_struct *t, void (*callback)(struct tasklet_struct *));
void tasklet_init(struct tasklet_struct *t, void (*func)(unsigned long), unsigned long data);
void tasklet_kill(struct tasklet_struct *t);
void __tasklet_schedule(struct tasklet_struct *t);

static inline void tasklet_schedule(struct tasklet_struct *t)
{
	__tasklet_schedule(t);
}

#endif
