// SPDX-License-Identifier: GPL-2.0-only
/* The conditions of the two releases exclude each other. */
#include <linux/slab.h>

int tent_pitch(void *tent);

int tent_try(int where)
{
	void *tent = kmalloc(8, GFP_KERNEL);
	int err;

	if (!tent)
		return -ENOMEM;
	err = tent_pitch(tent);
	if (err < 0)
		kfree(tent);
	where++;
	if (err >= 0)
		kfree(tent);
	return err;
}

int tent_other(bool early)
{
	void *tent = kmalloc(8, GFP_KERNEL);
	int err;

	if (early)
		kfree(tent);
	err = early ? 0 : tent_pitch(tent);
	if (!early)
		kfree(tent);
	return err;
}
