// SPDX-License-Identifier: GPL-2.0-only
/* Stored in a field and tested as such. */
#include <linux/slab.h>

struct lake {
	void *water;
	int *depth;
};

int lake_fill(struct lake *l)
{
	l->water = kmalloc(512, GFP_KERNEL);
	l->depth = kmalloc(sizeof(int), GFP_KERNEL);
	if (!l->water || !l->depth) {
		kfree(l->depth);
		kfree(l->water);
		return -ENOMEM;
	}
	*l->depth = 3;
	return 0;
}
