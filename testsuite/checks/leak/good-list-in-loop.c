// SPDX-License-Identifier: GPL-2.0-only
/* Given away in each round, so that the variable is free for the next one. */
#include <linux/list.h>
#include <linux/slab.h>

struct sock_pair {
	struct list_head node;
	int size;
};

int pairs_buy(struct list_head *drawer, int nr)
{
	struct sock_pair *s;
	int i;

	for (i = 0; i < nr; i++) {
		s = kzalloc(sizeof(*s), GFP_KERNEL);
		if (!s)
			return -ENOMEM;
		s->size = i;
		list_add_tail(&s->node, drawer);
	}
	return nr;
}
