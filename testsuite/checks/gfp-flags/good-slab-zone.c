// SPDX-License-Identifier: GPL-2.0-only
/* Zones that the allocator has, and flags that are taken away before the slab sees them. */
#include <linux/slab.h>

void *slab_dma(size_t n)
{
	return kmalloc(n, GFP_KERNEL | GFP_DMA);
}

struct page *page_highmem(void)
{
	return alloc_pages(GFP_KERNEL | __GFP_HIGHMEM, 0);
}

struct page *page_dma32(void)
{
	return alloc_pages(GFP_KERNEL | GFP_DMA32, 2);
}

static void *node_alloc(size_t n, gfp_t gfp)
{
	return kmalloc(n, gfp & ~__GFP_HIGHMEM);
}

static void *either(size_t n, gfp_t gfp)
{
	if (gfp & __GFP_HIGHMEM)
		return alloc_pages(gfp, 0);
	return kmalloc(n, gfp);
}

void *masked(size_t n)
{
	return node_alloc(n, GFP_KERNEL | __GFP_HIGHMEM);
}

void *chosen(size_t n)
{
	return either(n, GFP_KERNEL | __GFP_HIGHMEM);
}
