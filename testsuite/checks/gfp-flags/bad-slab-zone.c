// SPDX-License-Identifier: GPL-2.0-only
/* Slab memory does not come from these zones. */
#include <linux/slab.h>

void *slab_dma32(size_t n)
{
	return kmalloc(n, GFP_KERNEL | GFP_DMA32);	/* expect: gfp-flags "kmalloc.. with __GFP_DMA32: .*never from that zone" */
}

void *slab_highmem(struct kmem_cache *c, bool wait)
{
	gfp_t gfp = wait ? GFP_KERNEL : GFP_ATOMIC;

	return kmem_cache_alloc(c, gfp | __GFP_HIGHMEM);	/* expect: gfp-flags "__GFP_HIGHMEM" */
}

/* whatever the caller says */
void *slab_any(size_t n, gfp_t gfp)
{
	return kzalloc(n, gfp | __GFP_DMA32);		/* expect: gfp-flags "__GFP_DMA32" */
}
