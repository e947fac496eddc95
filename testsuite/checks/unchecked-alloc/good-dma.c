// SPDX-License-Identifier: GPL-2.0-only
/* The pointer that dma_alloc_coherent() returns is tested, not the handle. */
#include <linux/dma-mapping.h>

struct desc {
	u32 *ring;
	dma_addr_t addr;
};

int desc_init(struct device *dev, struct desc *d)
{
	d->ring = dma_alloc_coherent(dev, 64, &d->addr, GFP_KERNEL);
	if (!d->ring)
		return -ENOMEM;
	d->ring[0] = 1;
	return 0;
}
