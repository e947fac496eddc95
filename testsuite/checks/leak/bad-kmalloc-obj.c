// SPDX-License-Identifier: GPL-2.0-only
/*
 * Allocation by type, with the flags left out.
 * version: 7.0
 */
#include <linux/slab.h>

struct spoon {
	int size;
	int material;
};

int spoon_polish(struct spoon *s);

int spoon_make(int size)
{
	struct spoon *s = kzalloc_obj(*s), *spare;
	int err;

	if (!s)
		return -ENOMEM;
	s->size = size;
	spare = kmalloc_obj(*spare);
	if (!spare)
		return -ENOMEM;			/* expect: leak "'s' from kzalloc" */
	*spare = *s;
	err = spoon_polish(spare);
	kfree(s);
	kfree(spare);
	return err;
}
