// SPDX-License-Identifier: GPL-2.0-only
/* Two zones at once, and a zone alone. */
#include <linux/gfp.h>

struct page *two_zones(void)
{
	return alloc_pages(GFP_KERNEL | __GFP_HIGHMEM | __GFP_DMA, 0);	/* expect: gfp-flags "no such zone" */
}

struct page *two_low_zones(void)
{
	return alloc_pages(GFP_KERNEL | GFP_DMA32 | GFP_DMA, 0);	/* expect: gfp-flags "no such zone" */
}

struct page *only_zone(void)
{
	return alloc_pages(GFP_DMA32, 0);		/* expect: gfp-flags "only a zone.*GFP_KERNEL . GFP_DMA32" */
}

unsigned long no_address(void)
{
	return __get_free_pages(GFP_KERNEL | __GFP_HIGHMEM, 0);	/* expect: gfp-flags "ignored: it returns an address" */
}
