// SPDX-License-Identifier: GPL-2.0-only
/* Each with its own counterpart. */
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

int step(void *p);

int pairs(struct device *dev, struct kmem_cache *cache, size_t n)
{
	void *a = kmalloc(n, GFP_KERNEL), *b = vmalloc(n), *c = kmem_cache_alloc(cache, GFP_KERNEL);
	int err = -ENOMEM;

	if (a && b && c)
		err = step(a) ?: step(b) ?: step(c);
	if (c)
		kmem_cache_free(cache, c);
	vfree(b);
	kfree_sensitive(a);
	return err;
}

int pairs_managed(struct device *dev, size_t n)
{
	void *a = devm_kmalloc(dev, n, GFP_KERNEL);
	int err;

	if (!a)
		return -ENOMEM;
	err = step(a);
	devm_kfree(dev, a);
	return err;
}

int pairs_dma(struct device *dev)
{
	dma_addr_t addr;
	void *a = dma_alloc_coherent(dev, 64, &addr, GFP_KERNEL);
	int err;

	if (!a)
		return -ENOMEM;
	err = step(a);
	dma_free_coherent(dev, 64, a, addr);
	return err;
}

int pairs_pages(unsigned int order)
{
	unsigned long a = __get_free_pages(GFP_KERNEL, order);
	int err;

	if (!a)
		return -ENOMEM;
	err = step((void *)a);
	free_pages(a, order);
	return err;
}
