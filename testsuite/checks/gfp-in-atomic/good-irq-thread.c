// SPDX-License-Identifier: GPL-2.0-only
/* The threaded half may sleep; a handler of request_irq() that does not. */
#include <linux/slab.h>
#include <linux/interrupt.h>

struct foo {
	int irq;
	void *event, *late;
};

static irqreturn_t foo_thread(int irq, void *data)
{
	struct foo *f = data;

	f->late = kzalloc(32, GFP_KERNEL);
	return f->late ? IRQ_HANDLED : IRQ_NONE;
}

static irqreturn_t foo_irq(int irq, void *data)
{
	struct foo *f = data;

	f->event = kzalloc(32, GFP_ATOMIC);
	return f->event ? IRQ_HANDLED : IRQ_NONE;
}

int foo_start(struct foo *f)
{
	int err = request_threaded_irq(f->irq, NULL, foo_thread, IRQF_ONESHOT, "foo", f);

	return err ? err : request_irq(f->irq + 1, foo_irq, 0, "foo", f);
}
