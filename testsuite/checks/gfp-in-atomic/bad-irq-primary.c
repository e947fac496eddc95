// SPDX-License-Identifier: GPL-2.0-only
/* request_threaded_irq(): the primary handler is atomic even though there is a thread. */
#include <linux/slab.h>
#include <linux/device.h>
#include <linux/interrupt.h>

struct foo {
	struct device *dev;
	int irq;
	void *event, *work;
};

static irqreturn_t foo_primary(int irq, void *data)
{
	struct foo *f = data;

	f->event = kzalloc(32, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL.*interrupt" */
	return f->event ? IRQ_WAKE_THREAD : IRQ_NONE;
}

static irqreturn_t foo_thread(int irq, void *data)
{
	struct foo *f = data;

	f->work = kzalloc(32, GFP_KERNEL);
	return f->work ? IRQ_HANDLED : IRQ_NONE;
}

int foo_start(struct foo *f)
{
	return devm_request_threaded_irq(f->dev, f->irq, foo_primary, foo_thread, 0, "foo", f);
}
