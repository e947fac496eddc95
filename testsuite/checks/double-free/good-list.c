// SPDX-License-Identifier: GPL-2.0-only
/* Another entry in each round. */
#include <linux/list.h>
#include <linux/slab.h>

struct bird {
	struct list_head flock;
};

void birds_free(struct list_head *flock)
{
	struct bird *b, *next;

	list_for_each_entry_safe(b, next, flock, flock) {
		list_del(&b->flock);
		kfree(b);
	}
}

void birds_pop(struct list_head *flock)
{
	struct bird *b;

	while ((b = list_first_entry_or_null(flock, struct bird, flock))) {
		list_del(&b->flock);
		kfree(b);
	}
}
