// SPDX-License-Identifier: GPL-2.0-only
/* The result is in a variable of its own, but the old block is forgotten when krealloc() fails. */
#include <linux/slab.h>

int feed_read(char *to, size_t n);

int feed_try(size_t n)
{
	char *buf = kmalloc(n, GFP_KERNEL), *more;
	int err;

	if (!buf)
		return -ENOMEM;
	more = krealloc(buf, 2 * n, GFP_KERNEL);
	if (!more)
		return -ENOMEM;			/* expect: leak "'buf' from kmalloc" */
	err = feed_read(more, 2 * n);
	kfree(more);
	return err;
}
