// SPDX-License-Identifier: GPL-2.0-only
/* A function that returns fresh memory, and one that gives it to its caller only when it is complete. */
#include <linux/slab.h>

struct tent {
	char *pole;
};

struct tent *tent_new(gfp_t gfp)
{
	return kzalloc(sizeof(struct tent), gfp);
}

struct tent *tent_pitch(void)
{
	struct tent *t = tent_new(GFP_KERNEL);

	if (!t)
		return NULL;
	t->pole = kmalloc(16, GFP_KERNEL);
	if (!t->pole) {
		kfree(t);
		return NULL;
	}
	return t;
}
