// SPDX-License-Identifier: GPL-2.0-only
/*
 * An allocator looks for the page of what is given back: that is no DMA, wherever a list's head may lie.
 * run: --checks=dma-memory
 */
#include <linux/list.h>
#include <linux/slab.h>

unsigned long virt_to_phys(volatile void *p);

struct entry {
	struct list_head list;
	int n;
};

void kfree(const void *p)
{
	if (virt_to_phys((void *)p) > 4096)
		return;
}

void all(void)
{
	struct list_head head = { &head, &head };
	struct entry *e, *next;

	list_for_each_entry_safe(e, next, &head, list)
		kfree(e);
}
