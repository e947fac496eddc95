// SPDX-License-Identifier: GPL-2.0-only
/* A small buffer is on the stack, a large one is allocated. */
#include <linux/slab.h>

int pipe_write(const void *buf, size_t n);

int pipe_fill(size_t n)
{
	char small[32];
	char *buf = n <= sizeof(small) ? small : kmalloc(n, GFP_KERNEL);
	int err;

	if (!buf)
		return -ENOMEM;
	buf[0] = 1;
	err = pipe_write(buf, n);
	if (buf != small)
		kfree(buf);
	return err;
}
