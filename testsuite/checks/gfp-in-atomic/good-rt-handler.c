// SPDX-License-Identifier: GPL-2.0-only
/*
 * PREEMPT_RT: an ordinary interrupt handler is a thread, so GFP_ATOMIC under its spin lock is fine.
 * run: --rt
 */
#include <linux/interrupt.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct chip {
	spinlock_t lock;
	void *p;
};

static irqreturn_t chip_irq(int irq, void *data)
{
	struct chip *c = data;

	spin_lock(&c->lock);
	c->p = kmalloc(64, GFP_ATOMIC);
	spin_unlock(&c->lock);
	return IRQ_HANDLED;
}

int chip_init(struct chip *c)
{
	return request_irq(1, chip_irq, 0, "chip", c);
}
