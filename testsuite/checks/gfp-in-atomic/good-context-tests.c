// SPDX-License-Identifier: GPL-2.0-only
/* Code that asks where it runs before it chooses the flags. */
#include <linux/slab.h>
#include <linux/interrupt.h>

struct foo {
	void *buf;
	int irq;
};

static int foo_alloc(struct foo *f)
{
	f->buf = kzalloc(64, in_interrupt() ? GFP_ATOMIC : GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}

static int foo_alloc_task(struct foo *f)
{
	if (!in_task())
		return -EAGAIN;
	f->buf = kzalloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}

static irqreturn_t foo_irq(int irq, void *data)
{
	struct foo *f = data;

	if (foo_alloc(f))
		foo_alloc_task(f);
	return IRQ_HANDLED;
}

int foo_start(struct foo *f)
{
	int err = foo_alloc(f);

	return err ? err : request_irq(f->irq, foo_irq, 0, "foo", f);
}
