// SPDX-License-Identifier: GPL-2.0-only
/* Two names for one block. */
#include <linux/slab.h>

int knot_tie(void *rope);

int knot_try(void)
{
	char *rope = kmalloc(8, GFP_KERNEL);
	void *end = rope;
	int err;

	if (!rope)
		return -ENOMEM;
	err = knot_tie(end);
	if (err)
		goto out;
	kfree(rope);
	rope = NULL;
out:
	kfree(end);			/* expect: double-free "kmalloc" */
	return err;
}
