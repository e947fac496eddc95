// SPDX-License-Identifier: GPL-2.0-only
/* Each round releases what it has allocated before it tries again. */
#include <linux/slab.h>

int fetch(void *buf, size_t n);

int fetch_all(size_t n)
{
	void *buf;
	int err;

	for (;;) {
		buf = kmalloc(n, GFP_KERNEL);
		if (!buf)
			return -ENOMEM;
		err = fetch(buf, n);
		if (err != -ENOSPC)
			break;
		kfree(buf);
		n *= 2;
	}
	kfree(buf);
	return err;
}

int fetch_again(size_t n)
{
	void *buf;
	int err, tries = 0;

again:
	buf = kmalloc(n, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	err = fetch(buf, n);
	kfree(buf);
	if (err == -EAGAIN && tries++ < 3)
		goto again;
	return err;
}
