// SPDX-License-Identifier: GPL-2.0-only
/* The handler is registered through a wrapper in another file. */
//--- hub.h
#include <linux/interrupt.h>

int hub_request(int irq, irq_handler_t handler, void *data);
//--- hub.c
#include "hub.h"

int hub_request(int irq, irq_handler_t handler, void *data)
{
	return request_irq(irq, handler, IRQF_SHARED, "hub", data);
}
//--- port.c
#include <linux/slab.h>
#include "hub.h"

struct port {
	int irq;
	void *event;
};

static irqreturn_t port_irq(int irq, void *data)
{
	struct port *p = data;

	p->event = kzalloc(16, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL.*interrupt" */
	return p->event ? IRQ_HANDLED : IRQ_NONE;
}

int port_open(struct port *p)
{
	return hub_request(p->irq, port_irq, p);
}
