// SPDX-License-Identifier: GPL-2.0-only
/* The DMA API chooses the zone by itself. */
#include <linux/dma-mapping.h>

struct nic {
	struct device *dev;
	dma_addr_t dma;
};

void *nic_ring(struct nic *n, size_t size)
{
	return dma_alloc_coherent(n->dev, size, &n->dma, GFP_KERNEL | GFP_DMA);	/* expect: gfp-flags "the zone is ignored" */
}

void *nic_ring_alone(struct nic *n, size_t size)
{
	return dma_alloc_coherent(n->dev, size, &n->dma, GFP_DMA);	/* expect: gfp-flags "write GFP_KERNEL" */
}

struct page *nic_pages(struct nic *n, size_t size)
{
	return dma_alloc_pages(n->dev, size, &n->dma, DMA_FROM_DEVICE, GFP_KERNEL | GFP_DMA32);	/* expect: gfp-flags "warns and gives NULL" */
}
