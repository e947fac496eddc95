// SPDX-License-Identifier: GPL-2.0-only
/* Who asks where memory comes from acts upon the answer. */
#include <linux/dma-mapping.h>
#include <linux/mm.h>
#include <linux/vmalloc.h>

static dma_addr_t map_any(struct device *dev, void *p, size_t n)
{
	if (is_vmalloc_addr(p))
		return 0;
	return dma_map_single(dev, p, n, DMA_TO_DEVICE);
}

dma_addr_t map(struct device *dev)
{
	u8 buf[8] = { 0 };

	return map_any(dev, buf, 8);
}

static bool needs_bounce(const void *p)
{
	return ((unsigned long)p & 3) || is_vmalloc_addr(p);
}

static dma_addr_t map_bounced(struct device *dev, void *p, void *bounce, size_t n)
{
	void *q = p;

	if (needs_bounce(p))
		q = bounce;
	if (q == p)
		return dma_map_single(dev, p, n, DMA_TO_DEVICE);
	return dma_map_single(dev, bounce, n, DMA_TO_DEVICE);
}

dma_addr_t map_word(struct device *dev, void *bounce)
{
	u32 word = 1;

	return map_bounced(dev, &word, bounce, 4);
}
