// SPDX-License-Identifier: GPL-2.0-only
/* Stored in a field, and reached through a copy of it. */
#include <linux/slab.h>

struct gear {
	int teeth;
};

struct box {
	struct gear *first;
};

void box_fill(struct box *b, int teeth)
{
	struct gear *g;

	b->first = kzalloc(sizeof(*b->first), GFP_KERNEL);	/* expect: unchecked-alloc "kzalloc" */
	g = b->first;
	g->teeth = teeth;
}
