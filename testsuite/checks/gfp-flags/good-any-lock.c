// SPDX-License-Identifier: GPL-2.0-only
/*
 * Flags that do not wake anybody, and those of a caller of one's own, who is not the slab allocator.
 * run: --checks=gfp-flags
 */
#include <linux/gfp.h>

unsigned long depot_save(gfp_t flags)
{
	return __get_free_page(flags);
}

static unsigned long track(void)
{
	return depot_save(__GFP_HIGH);
}

void *__kmalloc(size_t size, gfp_t flags)
{
	return (void *)track();
}

void *__kmalloc_noprof(size_t size, gfp_t flags)
{
	return (void *)track();
}

unsigned long driver_save(void)
{
	return depot_save(GFP_NOWAIT);
}
