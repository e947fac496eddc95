// SPDX-License-Identifier: GPL-2.0-only
/* Tested in one branch of two. */
#include <linux/slab.h>

struct kite {
	int tail;
};

struct kite *kite_new(int size)
{
	struct kite *k;

	if (size > 10) {
		k = kzalloc(size, GFP_KERNEL);
		if (!k)
			return NULL;
	} else {
		k = kzalloc(sizeof(*k), GFP_KERNEL);	/* expect: unchecked-alloc "kzalloc" */
	}
	k->tail = size;
	return k;
}
