// SPDX-License-Identifier: GPL-2.0-only
/* The default case returns at once, the others go to the release. */
#include <linux/slab.h>

int cmd_one(void *arg);
int cmd_two(void *arg);

int cmd_run(int cmd)
{
	void *arg = kmalloc(16, GFP_KERNEL);
	int err;

	if (!arg)
		return -ENOMEM;
	switch (cmd) {
	case 1:
		err = cmd_one(arg);
		break;
	case 2:
		err = cmd_two(arg);
		break;
	default:
		return -EINVAL;			/* expect: leak "'arg' from kmalloc" */
	}
	kfree(arg);
	return err;
}
