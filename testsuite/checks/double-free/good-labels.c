// SPDX-License-Identifier: GPL-2.0-only
/* Each jump goes below what was already released. */
#include <linux/slab.h>

int sled_load(void *sled, void *rope);

int sled_try(void)
{
	void *sled, *rope;
	int err = -ENOMEM;

	sled = kmalloc(8, GFP_KERNEL);
	if (!sled)
		goto out;
	rope = kmalloc(8, GFP_KERNEL);
	if (!rope) {
		kfree(sled);
		goto out;
	}
	err = sled_load(sled, rope);
	if (err)
		goto both;
	kfree(rope);
	goto one;
both:
	kfree(rope);
one:
	kfree(sled);
out:
	return err;
}
