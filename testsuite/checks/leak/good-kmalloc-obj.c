// SPDX-License-Identifier: GPL-2.0-only
/*
 * Allocation by type, with a counted array.
 * version: 7.0
 */
#include <linux/slab.h>

struct choir {
	int nr_voice;
	int voice[];
};

int choir_sing(const struct choir *c);

int choir_try(int n)
{
	struct choir *c = kzalloc_flex(*c, voice, n);
	int *copy, err;

	if (!c)
		return -ENOMEM;
	copy = kmalloc_objs(*copy, n, GFP_KERNEL);
	if (!copy) {
		kfree(c);
		return -ENOMEM;
	}
	copy[0] = c->voice[0];
	err = choir_sing(c);
	kfree(copy);
	kfree(c);
	return err;
}
