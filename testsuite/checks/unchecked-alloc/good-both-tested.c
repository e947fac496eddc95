// SPDX-License-Identifier: GPL-2.0-only
/* Several allocations, one test, and kfree() takes NULL. */
#include <linux/slab.h>

int knit(u8 *yarn, u8 *needle);

int knit_try(void)
{
	u8 *yarn = kmalloc(8, GFP_KERNEL), *needle = kmalloc(8, GFP_KERNEL);
	int err = -ENOMEM;

	if (!yarn || !needle)
		goto out;
	yarn[0] = 0;
	needle[0] = 1;
	err = knit(yarn, needle);
out:
	kfree(needle);
	kfree(yarn);
	return err;
}
