// SPDX-License-Identifier: GPL-2.0-only
/* A zone with a mask that says what the allocator may do. */
#include <linux/gfp.h>

struct page *dma_page(bool wait)
{
	return alloc_pages((wait ? GFP_KERNEL : GFP_ATOMIC) | GFP_DMA, 0);
}

struct page *dma32_page(void)
{
	return alloc_pages(GFP_NOWAIT | GFP_DMA32, 0);
}

/* only the caller's mask and a zone: it is not alone */
struct page *zoned(gfp_t gfp)
{
	return alloc_pages(gfp | GFP_DMA32, 0);
}

struct page *from_caller(void)
{
	return zoned(GFP_KERNEL);
}

unsigned long highmem_off(gfp_t gfp)
{
	return __get_free_pages(gfp & ~__GFP_HIGHMEM, 0);
}
