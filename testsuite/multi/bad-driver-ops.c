// SPDX-License-Identifier: GPL-2.0-only
/*
 * The core calls ops under its lock; two drivers implement them, one of them wrongly.
 *
 * run: --checks=gfp-in-atomic,sleep-in-atomic
 */
//--- core/ops.h
#include <linux/spinlock.h>

struct dev;

struct dev_ops {
	void (*kick)(struct dev *d);
};

struct dev {
	spinlock_t lock;
	const struct dev_ops *ops;
	void *buf;
};
//--- core/core.c
#include "ops.h"

void dev_kick(struct dev *d)
{
	spin_lock(&d->lock);			/* step: lock "d->lock" */
	if (d->ops->kick)
		d->ops->kick(d);		/* step: call "kick" */
	spin_unlock(&d->lock);
}
//--- drivers/good.c
#include <linux/slab.h>
#include "../core/ops.h"

static void good_kick(struct dev *d)
{
	d->buf = kzalloc(8, GFP_ATOMIC);
}

const struct dev_ops good_ops = { .kick = good_kick };
//--- drivers/bad.c
#include <linux/slab.h>
#include "../core/ops.h"

static void bad_kick(struct dev *d)
{
	d->buf = kzalloc(8, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
}

const struct dev_ops bad_ops = { .kick = bad_kick };
