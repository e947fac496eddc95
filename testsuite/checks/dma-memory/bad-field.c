// SPDX-License-Identifier: GPL-2.0-only
/* All that is ever stored in a member is vmalloc memory. */
#include <linux/dma-mapping.h>
#include <linux/vmalloc.h>

struct card {
	struct device *dev;
	void *ring;
	dma_addr_t dma;
};

int card_open(struct card *c)
{
	c->ring = vzalloc(65536);		/* step: alloc "'ring' is set to vmalloc memory" */
	return c->ring ? 0 : -1;
}

void card_start(struct card *c)
{
	c->dma = dma_map_single(c->dev, c->ring, 65536, DMA_TO_DEVICE);	/* expect: dma-memory "'ring' is vmalloc memory" */
}

void card_close(struct card *c)
{
	vfree(c->ring);
	c->ring = NULL;
}
