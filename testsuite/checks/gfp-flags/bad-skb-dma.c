// SPDX-License-Identifier: GPL-2.0-only
/* The zone for ISA DMA, for buffers that the DMA API maps. */
#include <linux/dma-mapping.h>
#include <linux/skbuff.h>

struct sk_buff *rx_alloc(unsigned int len)
{
	return alloc_skb(len, GFP_ATOMIC | GFP_DMA);	/* expect: gfp-flags "zone for ISA DMA" */
}

dma_addr_t rx_map(struct device *dev, struct page *page)
{
	return dma_map_page_attrs(dev, page, 0, 4096, DMA_FROM_DEVICE, 0);
}
