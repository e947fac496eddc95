// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the slab allocator allocates for itself must not wake kswapd: it may run under a lock of the scheduler.
 * run: --checks=gfp-flags
 */
#include <linux/gfp.h>

unsigned long depot_save(gfp_t flags)
{
	return __get_free_page(flags);
}

static unsigned long track(void)
{
	return depot_save(GFP_NOWAIT);	/* expect: gfp-flags "wakes kswapd in code that runs under any lock" */
}

void *__kmalloc(size_t size, gfp_t flags)
{
	return (void *)track();
}

void *__kmalloc_noprof(size_t size, gfp_t flags)
{
	return (void *)track();
}
