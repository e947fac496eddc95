// SPDX-License-Identifier: GPL-2.0-only
/*
 * From 6.4 on kfree() takes objects of a cache, too.
 * version: 6.12
 */
#include <linux/slab.h>

int comb_fill(void *cell);

int comb_try(struct kmem_cache *comb)
{
	void *cell = kmem_cache_alloc(comb, GFP_KERNEL);
	int err;

	if (!cell)
		return -ENOMEM;
	err = comb_fill(cell);
	kfree(cell);
	return err;
}
