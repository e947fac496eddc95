// SPDX-License-Identifier: GPL-2.0-only
/* The list owns its entries. */
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct stock {
	spinlock_t lock;
	struct list_head items;
};

struct item {
	int id;
	struct list_head node;
};

int stock_add(struct stock *s, int id)
{
	struct item *it = kmalloc(sizeof(*it), GFP_KERNEL);

	if (!it)
		return -ENOMEM;
	it->id = id;
	INIT_LIST_HEAD(&it->node);
	spin_lock(&s->lock);
	list_add_tail(&it->node, &s->items);
	spin_unlock(&s->lock);
	return 0;
}
