// SPDX-License-Identifier: GPL-2.0-only
/* The handler hands the sleeping part to a work item. */
#include <linux/slab.h>
#include <linux/interrupt.h>
#include <linux/workqueue.h>

struct foo {
	struct work_struct work;
	int irq;
	void *buf;
};

static void foo_work(struct work_struct *work)
{
	struct foo *f = container_of(work, struct foo, work);

	f->buf = kzalloc(64, GFP_KERNEL);
}

static irqreturn_t foo_irq(int irq, void *data)
{
	struct foo *f = data;

	schedule_work(&f->work);
	return IRQ_HANDLED;
}

int foo_start(struct foo *f)
{
	INIT_WORK(&f->work, foo_work);
	return request_irq(f->irq, foo_irq, 0, "foo", f);
}
