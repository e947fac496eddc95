// SPDX-License-Identifier: GPL-2.0-only
/* A function that calls its callback under a lock, and a callback that sleeps. */
#include <linux/slab.h>
#include <linux/list.h>
#include <linux/spinlock.h>

struct item {
	struct list_head node;
	void *data;
};

struct set {
	spinlock_t lock;
	struct list_head items;
};

static int set_for_each(struct set *s, int (*fn)(struct item *it))
{
	struct item *it;
	int err = 0;

	spin_lock(&s->lock);			/* step: lock "s->lock" */
	list_for_each_entry(it, &s->items, node) {
		err = fn(it);
		if (err)
			break;
	}
	spin_unlock(&s->lock);
	return err;
}

static int item_load(struct item *it)
{
	it->data = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	return it->data ? 0 : -ENOMEM;
}

int set_load(struct set *s)
{
	return set_for_each(s, item_load);
}
