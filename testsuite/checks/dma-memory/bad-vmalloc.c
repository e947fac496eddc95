// SPDX-License-Identifier: GPL-2.0-only
/* Pages that only the CPU sees as one piece; also by way of a function that returns them. */
#include <linux/dma-mapping.h>
#include <linux/vmalloc.h>

static void *firmware_alloc(unsigned long n)
{
	void *p = vzalloc(n);

	if (!p)
		return NULL;
	return p;
}

dma_addr_t direct(struct device *dev, unsigned long n)
{
	char *p = vmalloc(n);			/* step: alloc "comes from vmalloc" */

	if (!p)
		return 0;
	return dma_map_single(dev, p + 16, n, DMA_TO_DEVICE);	/* expect: dma-memory "'p' is vmalloc memory.*dma_map_single" */
}

dma_addr_t returned(struct device *dev, unsigned long n)
{
	void *p = firmware_alloc(n);		/* step: alloc "comes from firmware_alloc" */

	return p ? dma_map_single(dev, p, n, DMA_TO_DEVICE) : 0;	/* expect: dma-memory "'p' is vmalloc memory" */
}
