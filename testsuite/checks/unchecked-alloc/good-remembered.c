// SPDX-License-Identifier: GPL-2.0-only
/* The test is remembered in a variable. */
#include <linux/slab.h>

int flags_use(int *p, bool have);

int flags_try(void)
{
	int *p = kmalloc(sizeof(*p), GFP_KERNEL);
	bool have = p != NULL;
	int err = 0;

	if (!p)
		err = -ENOMEM;
	if (have)
		*p = 1;
	if (!err)
		*p += 1;
	err = flags_use(p, have);
	kfree(p);
	return err;
}
