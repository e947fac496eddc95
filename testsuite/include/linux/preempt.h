/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: the preemption counter and what it tells. */
#ifndef __LINUX_PREEMPT_H
#define __LINUX_PREEMPT_H

#include <linux/types.h>
#include <linux/cleanup.h>
#include <linux/irqflags.h>

int preempt_count(void);
void __preempt_count_add(int val);
void __preempt_count_sub(int val);

#define preempt_disable()	do { __preempt_count_add(1); barrier(); } while (0)
#define preempt_enable()	do { barrier(); __preempt_count_sub(1); } while (0)
#define hardirq_count()		(preempt_count() & 0xf0000)
#define softirq_count()		(preempt_count() & 0xff00)
#define irq_count()		(preempt_count() & 0xfff00)
#define in_interrupt()		(irq_count())
#define in_irq()		(hardirq_count())
#define in_hardirq()		(hardirq_count())
#define in_softirq()		(softirq_count())
#define in_task()		(!irq_count())
#define in_atomic()		(preempt_count() != 0)
#define preemptible()		(preempt_count() == 0 && !irqs_disabled())

DEFINE_LOCK_GUARD_0(preempt, preempt_disable(), preempt_enable())

#endif
