// SPDX-License-Identifier: GPL-2.0-only
/*
 * Refused since 6.2.
 * version: 6.12
 */
#include <linux/dma-mapping.h>

void *whole(struct device *dev, dma_addr_t *dma)
{
	return dma_alloc_coherent(dev, 4096, dma, GFP_KERNEL | __GFP_COMP);	/* expect: gfp-flags "warns and gives NULL" */
}
