// SPDX-License-Identifier: GPL-2.0-only
/* The parameter is for the zone: it is added to GFP_KERNEL, and what else is allocated needs none. */
#include <linux/slab.h>

struct dev {
	void *state, *buf;
};

int dev_init(struct dev *d, size_t n, gfp_t buf_flags)
{
	d->state = kzalloc(64, GFP_KERNEL);
	d->buf = kmalloc(n, GFP_KERNEL | buf_flags);
	return d->state && d->buf ? 0 : -ENOMEM;
}

int dev_start(struct dev *d)
{
	return dev_init(d, 512, GFP_DMA);
}
