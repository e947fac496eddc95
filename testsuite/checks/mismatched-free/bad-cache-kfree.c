// SPDX-License-Identifier: GPL-2.0-only
/*
 * Before 6.4 kfree() was not made for objects of a cache.
 * version: 6.1
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
	kfree(cell);			/* expect: mismatched-free "'cell' from kmem_cache_alloc.*kfree" */
	return err;
}
