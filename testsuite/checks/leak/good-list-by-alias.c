// SPDX-License-Identifier: GPL-2.0-only
/* The member's address is taken early, and only that is put on the list. */
#include <linux/list.h>
#include <linux/slab.h>

struct guest {
	int nr;
	struct list_head seat;
};

int guest_seat(struct list_head *table, int nr)
{
	struct list_head *seat;
	struct guest *g = kzalloc(sizeof(*g), GFP_KERNEL);

	if (!g)
		return -ENOMEM;
	seat = &g->seat;
	g->nr = nr;
	list_add(seat, table);
	return 0;
}
