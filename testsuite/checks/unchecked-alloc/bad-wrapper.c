// SPDX-License-Identifier: GPL-2.0-only
/* A function that hands its allocation on untested: whoever calls it has to look. */
#include <linux/slab.h>

struct ant {
	int legs;
};

static struct ant *ant_alloc(void)
{
	return kzalloc(sizeof(struct ant), GFP_KERNEL);
}

struct ant *ant_make(int legs)
{
	struct ant *a = ant_alloc();		/* expect: unchecked-alloc "ant_alloc" */

	a->legs = legs;
	return a;
}
