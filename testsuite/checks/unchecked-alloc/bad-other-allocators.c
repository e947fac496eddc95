// SPDX-License-Identifier: GPL-2.0-only
/* Managed, virtually contiguous, and by page. */
#include <linux/device.h>
#include <linux/gfp.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

struct zoo {
	int *cage;
	char *page;
};

int zoo_managed(struct device *dev, int n)
{
	int *cage = devm_kcalloc(dev, n, sizeof(*cage), GFP_KERNEL);	/* expect: unchecked-alloc "devm_k(calloc|malloc)" */

	cage[n - 1] = 1;
	return 0;
}

void *zoo_large(size_t n)
{
	char *all = vzalloc(n);		/* expect: unchecked-alloc "vzalloc" */

	all[n - 1] = 1;
	return all;
}

void *zoo_any(size_t n)
{
	char *all = kvmalloc(n, GFP_KERNEL);	/* expect: unchecked-alloc "kvmalloc" */

	all[0] = 1;
	return all;
}

unsigned long zoo_page(void)
{
	unsigned long addr = __get_free_page(GFP_KERNEL);	/* expect: unchecked-alloc "get_free_page" */

	*(char *)addr = 1;
	return addr;
}

void *zoo_cached(struct kmem_cache *cache)
{
	struct zoo *z = kmem_cache_alloc(cache, GFP_KERNEL);	/* expect: unchecked-alloc "kmem_cache_alloc" */

	z->cage = NULL;
	return z;
}
