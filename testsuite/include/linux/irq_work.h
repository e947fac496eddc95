/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: callbacks in hard interrupt context. */
#ifndef _LINUX_IRQ_WORK_H
#define _LINUX_IRQ_WORK_H

#include <linux/kernel.h>

struct irq_work {
	void (*func)(struct irq_work *work);
};

#define IRQ_WORK_INIT(_func)	((struct irq_work){ .func = (_func) })
static inline void init_irq_work(struct irq_work *work, void (*func)(struct irq_work *))
{
	*work = IRQ_WORK_INIT(func);
}

int irq_work_queue(struct irq_work *work);

#endif
