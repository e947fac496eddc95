// SPDX-License-Identifier: GPL-2.0-only
/* The local buffer is left alone. */
#include <linux/slab.h>

int page_write(const char *buf, size_t n);

int page_try(size_t n)
{
	char here[16], *buf = here;
	int err;

	if (n > sizeof(here)) {
		buf = kmalloc(n, GFP_KERNEL);
		if (!buf)
			return -ENOMEM;
	}
	err = page_write(buf, n);
	if (buf != here)
		kfree(buf);
	return err;
}

int page_flag(size_t n)
{
	char here[16], *buf = here, *mine = NULL;
	int err;

	if (n > sizeof(here)) {
		buf = mine = kmalloc(n, GFP_KERNEL);
		if (!buf)
			return -ENOMEM;
	}
	err = page_write(buf, n);
	kfree(mine);
	return err;
}
