// SPDX-License-Identifier: GPL-2.0-only
/* if (p) kfree(p), at an exit that is reached with and without it. */
#include <linux/slab.h>

int door_open(void *lock);

int door_try(int nr)
{
	void *lock = NULL;
	int err = -EINVAL;

	if (nr > 9)
		goto out;
	lock = kmalloc(nr, GFP_KERNEL);
	if (!lock) {
		err = -ENOMEM;
		goto out;
	}
	err = door_open(lock);
out:
	if (lock)
		kfree(lock);
	return err;
}
