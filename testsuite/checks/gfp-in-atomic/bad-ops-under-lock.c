// SPDX-License-Identifier: GPL-2.0-only
/* The core calls a driver's operation under its lock; the driver sleeps in it. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct codec;

struct codec_ops {
	int (*trigger)(struct codec *c, int cmd);
	int (*prepare)(struct codec *c);
};

struct codec {
	spinlock_t lock;
	const struct codec_ops *ops;
	void *dma;
};

int codec_trigger(struct codec *c, int cmd)
{
	int err;

	spin_lock(&c->lock);			/* step: lock "c->lock" */
	err = c->ops->trigger(c, cmd);		/* step: call "trigger" */
	spin_unlock(&c->lock);
	return err;
}

int codec_prepare(struct codec *c)
{
	return c->ops->prepare(c);
}

static int acme_trigger(struct codec *c, int cmd)
{
	c->dma = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	return c->dma ? 0 : -ENOMEM;
}

static int acme_prepare(struct codec *c)
{
	c->dma = kzalloc(64, GFP_KERNEL);
	return c->dma ? 0 : -ENOMEM;
}

const struct codec_ops acme_ops = {
	.trigger = acme_trigger,
	.prepare = acme_prepare,
};
