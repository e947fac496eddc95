// SPDX-License-Identifier: GPL-2.0-only
/*
 * The macro writes the counter of the array only if there is memory.
 * version: 7.0
 */
#include <linux/slab.h>

struct band {
	int nr_player;
	int player[];
};

struct band *band_new(int n)
{
	struct band *b = kzalloc_flex(*b, player, n);
	struct band *other = kmalloc_obj(struct band, GFP_KERNEL | __GFP_NOFAIL);

	other->nr_player = 0;
	kfree(other);
	if (!b)
		return NULL;
	b->player[0] = 1;
	return b;
}
