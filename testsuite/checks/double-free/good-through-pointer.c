// SPDX-License-Identifier: GPL-2.0-only
/* The callee releases and clears the caller's pointer. */
#include <linux/slab.h>

static void drop(void **p)
{
	kfree(*p);
	*p = NULL;
}

int drum_beat(void *drum);

int drum_try(void)
{
	void *drum = kmalloc(8, GFP_KERNEL);
	int err;

	if (!drum)
		return -ENOMEM;
	err = drum_beat(drum);
	if (err)
		drop(&drum);
	kfree(drum);
	return err;
}
