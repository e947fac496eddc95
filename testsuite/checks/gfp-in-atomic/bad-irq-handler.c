// SPDX-License-Identifier: GPL-2.0-only
/* request_irq(): the handler runs in hard interrupt context. */
#include <linux/slab.h>
#include <linux/interrupt.h>

struct foo {
	int irq;
	void *event;
};

static void foo_event(struct foo *f)
{
	f->event = kzalloc(32, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL.*interrupt" */
}

static irqreturn_t foo_irq(int irq, void *data)
{
	foo_event(data);			/* step: call "foo_event" */
	return IRQ_HANDLED;
}

int foo_start(struct foo *f)
{
	return request_irq(f->irq, foo_irq, IRQF_SHARED, "foo", f);	/* step: context "foo_irq" */
}
