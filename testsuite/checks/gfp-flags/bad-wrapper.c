// SPDX-License-Identifier: GPL-2.0-only
/* The flags are chosen two calls above the allocator: the finding stands there. */
#include <linux/slab.h>

struct ring {
	void *desc;
	struct kmem_cache *cache;
};

static void *desc_get(struct ring *r, gfp_t gfp)
{
	return kmem_cache_alloc(r->cache, gfp);		/* step: alloc "kmem_cache_alloc" */
}

static int ring_fill(struct ring *r, int nr, gfp_t gfp)
{
	while (nr--) {
		r->desc = desc_get(r, gfp | __GFP_ZERO);	/* step: call "passes them on to desc_get" */
		if (!r->desc)
			return -ENOMEM;
	}
	return 0;
}

int ring_open(struct ring *r)
{
	return ring_fill(r, 16, GFP_KERNEL | GFP_DMA32);	/* expect: gfp-flags "ring_fill.. with __GFP_DMA32, passed on to kmem_cache_alloc" */
}

int ring_refill(struct ring *r)
{
	return ring_fill(r, 4, GFP_ATOMIC);
}
