// SPDX-License-Identifier: GPL-2.0-only
/* The old block is released when krealloc() fails, the new one when it does not. */
#include <linux/slab.h>

int cord_pull(char *cord);

int cord_try(size_t n)
{
	char *cord = kmalloc(n, GFP_KERNEL), *more;
	int err = -ENOMEM;

	if (!cord)
		return -ENOMEM;
	more = krealloc(cord, 2 * n, GFP_KERNEL);
	if (!more)
		goto out;
	cord = more;
	err = cord_pull(cord);
out:
	kfree(cord);
	return err;
}
