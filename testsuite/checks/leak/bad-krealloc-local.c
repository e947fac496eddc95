// SPDX-License-Identifier: GPL-2.0-only
/* krealloc() fails with NULL and leaves the old block as it was: its only pointer is gone. */
#include <linux/slab.h>

int stream_read(char *to, size_t n);

int stream_slurp(size_t n)
{
	char *buf = kmalloc(n, GFP_KERNEL);
	int err;

	if (!buf)
		return -ENOMEM;
	err = stream_read(buf, n);
	if (err == -ENOSPC) {
		buf = krealloc(buf, 2 * n, GFP_KERNEL);	/* expect: leak "overwritten" */
		if (!buf)
			return -ENOMEM;
		err = stream_read(buf, 2 * n);
	}
	kfree(buf);
	return err;
}
