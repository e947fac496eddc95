// SPDX-License-Identifier: GPL-2.0-only
/* What kmalloc() returned is not of that cache. */
#include <linux/slab.h>

int hive_enter(void *bee);

int hive_try(struct kmem_cache *hive)
{
	void *bee = kmalloc(16, GFP_KERNEL);
	int err;

	if (!bee)
		return -ENOMEM;
	err = hive_enter(bee);
	kmem_cache_free(hive, bee);	/* expect: mismatched-free "'bee' from kmalloc.*kmem_cache_free" */
	return err;
}
