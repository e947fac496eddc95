// SPDX-License-Identifier: GPL-2.0-only
/* Both kinds of tasklet callbacks run in softirq context. */
#include <linux/slab.h>
#include <linux/interrupt.h>

struct foo {
	struct tasklet_struct rx, tx;
	void *rxbuf, *txbuf;
};

static void foo_rx(struct tasklet_struct *t)
{
	struct foo *f = from_tasklet(f, t, rx);

	f->rxbuf = kzalloc(32, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL.*softirq" */
}

static void foo_tx(unsigned long data)
{
	struct foo *f = (struct foo *)data;

	f->txbuf = kzalloc(32, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL.*softirq" */
}

void foo_init(struct foo *f)
{
	tasklet_setup(&f->rx, foo_rx);
	tasklet_init(&f->tx, foo_tx, (unsigned long)f);
}
