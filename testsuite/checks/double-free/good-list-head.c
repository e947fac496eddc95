// SPDX-License-Identifier: GPL-2.0-only
/* An empty list has no element: its head is not one. */
#include <linux/list.h>
#include <linux/slab.h>

struct bead {
	struct list_head list;
	void *hole;
};

struct chain {
	int nr;
	struct list_head beads;
};

void chain_cut(struct chain *c)
{
	struct bead *b, *next;

	INIT_LIST_HEAD(&c->beads);
	list_for_each_entry_safe(b, next, &c->beads, list) {
		kfree(b);
		c->nr--;
	}
}
