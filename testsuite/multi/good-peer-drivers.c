// SPDX-License-Identifier: GPL-2.0-only
/* Two drivers of one sort: what the one registers for itself the other does not call. */

//--- include/bus.h
#include <linux/spinlock.h>

struct channel;
struct endpoint {
	void (*cb)(struct endpoint *e, int len);
	spinlock_t lock;
};

struct backend_ops {
	int (*send)(struct endpoint *e, int len);
	void (*stop)(struct endpoint *e);
};

void endpoint_init(struct endpoint *e, void (*cb)(struct endpoint *e, int len));

//--- core/bus.c
#include "../include/bus.h"

void endpoint_init(struct endpoint *e, void (*cb)(struct endpoint *e, int len))
{
	e->cb = cb;
}

//--- drivers/bus/a.c
#include "../../include/bus.h"

static int a_send(struct endpoint *e, int len)
{
	return len;
}

const struct backend_ops a_ops = { .send = a_send };

void a_receive(struct endpoint *e, int len)
{
	spin_lock(&e->lock);
	e->cb(e, len);
	spin_unlock(&e->lock);
}

//--- drivers/bus/b.c
#include <linux/delay.h>
#include "../../include/bus.h"

static int b_send(struct endpoint *e, int len)
{
	return len + 1;
}

const struct backend_ops b_ops = { .send = b_send };

static void b_named(struct endpoint *e, int len)
{
	msleep(len);
}

void b_probe(struct endpoint *e)
{
	endpoint_init(e, b_named);
}
