// SPDX-License-Identifier: GPL-2.0-only
/* The wrapper is in another file, and so is the function that dereferences. */
//--- leaf.h
struct leaf {
	int veins;
};

struct leaf *leaf_grow(void);
void leaf_paint(struct leaf *l, int veins);
//--- leaf.c
#include <linux/slab.h>
#include "leaf.h"

struct leaf *leaf_grow(void)
{
	return kzalloc(sizeof(struct leaf), GFP_KERNEL);
}

void leaf_paint(struct leaf *l, int veins)
{
	l->veins = veins;
}
//--- tree.c
#include "leaf.h"

struct leaf *tree_leaf(int veins)
{
	struct leaf *l = leaf_grow();		/* expect: unchecked-alloc "leaf_grow" */

	leaf_paint(l, veins);			/* step: use "leaf_paint" */
	return l;
}
