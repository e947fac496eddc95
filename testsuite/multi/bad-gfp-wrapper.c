// SPDX-License-Identifier: GPL-2.0-only
/* The allocator's wrapper is in another file. */
//--- pool.h
#include <linux/slab.h>
void *pool_get(struct kmem_cache *c, gfp_t gfp);
//--- pool.c
#include "pool.h"
void *pool_get(struct kmem_cache *c, gfp_t gfp)
{
	return kmem_cache_alloc(c, gfp);		/* step: alloc "kmem_cache_alloc" */
}
//--- user.c
#include "pool.h"
void *user_get(struct kmem_cache *c)
{
	return pool_get(c, GFP_KERNEL | __GFP_HIGHMEM);	/* expect: gfp-flags "pool_get.. with __GFP_HIGHMEM, passed on to kmem_cache_alloc" */
}
