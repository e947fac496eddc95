// SPDX-License-Identifier: GPL-2.0-only
/* Pages, slab caches, strings, copies, skbs: everything that takes gfp flags. */
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/skbuff.h>
#include <linux/device.h>

struct foo {
	spinlock_t lock;
	struct kmem_cache *cache;
	struct device *dev;
	struct page *page;
	struct sk_buff *skb;
	void *obj, *name, *copy, *managed;
	unsigned long addr;
};

int foo_fill(struct foo *f, const char *name)
{
	spin_lock(&f->lock);
	f->page = alloc_page(GFP_KERNEL);			/* expect: gfp-in-atomic "alloc_page.*GFP_KERNEL" */
	f->addr = __get_free_pages(GFP_KERNEL, 1);		/* expect: gfp-in-atomic "get_free_pages.*GFP_KERNEL" */
	f->obj = kmem_cache_alloc(f->cache, GFP_KERNEL);	/* expect: gfp-in-atomic "kmem_cache_alloc.*GFP_KERNEL" */
	f->name = kstrdup(name, GFP_KERNEL);			/* expect: gfp-in-atomic "kstrdup.*GFP_KERNEL" */
	f->copy = kmemdup(name, 8, GFP_KERNEL);			/* expect: gfp-in-atomic "kmemdup.*GFP_KERNEL" */
	f->skb = alloc_skb(128, GFP_KERNEL);			/* expect: gfp-in-atomic "alloc_skb.*GFP_KERNEL" */
	f->managed = devm_kzalloc(f->dev, 8, GFP_KERNEL);	/* expect: gfp-in-atomic "devm_kzalloc.*GFP_KERNEL" */
	spin_unlock(&f->lock);
	if (!f->page || !f->addr || !f->obj || !f->name || !f->copy || !f->skb || !f->managed)
		return -ENOMEM;
	return 0;
}
