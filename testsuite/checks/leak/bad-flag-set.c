// SPDX-License-Identifier: GPL-2.0-only
/* A flag in the memory is set: that is no pointer to it. */
#include <linux/slab.h>

struct coat {
	unsigned int flags;
	int size;
};

int coat_try(int size);

int coat_wear(int size)
{
	struct coat *coat = kmalloc(sizeof(*coat), GFP_KERNEL);
	int err;

	if (!coat)
		return -ENOMEM;
	coat->size = size;
	coat->flags |= 4;
	err = coat_try(coat->size);
	if (err)
		return err;	/* expect: leak "'coat' from kmalloc" */
	kfree(coat);
	return 0;
}
