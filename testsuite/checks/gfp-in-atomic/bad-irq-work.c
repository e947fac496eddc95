// SPDX-License-Identifier: GPL-2.0-only
/* irq_work: the callback runs in hard interrupt context. */
#include <linux/slab.h>
#include <linux/irq_work.h>

struct trace {
	struct irq_work work;
	void *chunk;
};

static void trace_refill(struct irq_work *work)
{
	struct trace *t = container_of(work, struct trace, work);

	t->chunk = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
}

void trace_init(struct trace *t)
{
	init_irq_work(&t->work, trace_refill);
}
