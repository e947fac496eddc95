// SPDX-License-Identifier: GPL-2.0-only
/* A local remembers that it is gone. */
#include <linux/slab.h>

int rope_cut(void *rope);

int rope_try(int n)
{
	void *rope = kmalloc(n, GFP_KERNEL);
	bool gone = false;
	int err;

	if (!rope)
		return -ENOMEM;
	err = rope_cut(rope);
	if (err) {
		kfree(rope);
		gone = true;
	}
	n++;
	if (!gone)
		kfree(rope);
	return err;
}
