// SPDX-License-Identifier: GPL-2.0-only
/* Released when it worked, and lost when it did not. */
#include <linux/slab.h>

int mirror_copy(void *tmp);

int mirror_sync(void)
{
	void *tmp = kmalloc(128, GFP_KERNEL);
	int err;

	if (!tmp)
		return -ENOMEM;
	err = mirror_copy(tmp);
	if (!err)
		kfree(tmp);
	return err;				/* expect: leak "'tmp' from kmalloc" */
}
