// SPDX-License-Identifier: GPL-2.0-only
/* Not all that is stored in the member is vmalloc memory. */
#include <linux/dma-mapping.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

struct card {
	struct device *dev;
	void *ring;
	bool mapped;
};

int card_open(struct card *c, size_t n)
{
	c->mapped = n <= 4096;
	c->ring = c->mapped ? kmalloc(n, GFP_KERNEL) : vmalloc(n);
	return c->ring ? 0 : -1;
}

dma_addr_t card_start(struct card *c)
{
	return c->mapped ? dma_map_single(c->dev, c->ring, 4096, DMA_TO_DEVICE) : 0;
}
