// SPDX-License-Identifier: GPL-2.0-only
/*
 * Not refused yet.
 * version: 6.1
 */
#include <linux/dma-mapping.h>

void *whole(struct device *dev, dma_addr_t *dma)
{
	return dma_alloc_coherent(dev, 4096, dma, GFP_KERNEL | __GFP_COMP);	
}
