// SPDX-License-Identifier: GPL-2.0-only
/* The condition of the allocation is that of the release. */
#include <linux/slab.h>

int paint(const void *layer, const void *mask);

int paint_all(int depth, bool masked)
{
	void *layer = NULL, *mask = NULL;
	int err = -ENOMEM;

	if (depth > 8) {
		layer = kmalloc(depth, GFP_KERNEL);
		if (!layer)
			return -ENOMEM;
	}
	if (masked) {
		mask = kzalloc(8, GFP_KERNEL);
		if (!mask)
			goto out;
	}
	err = paint(layer, mask);
	if (masked)
		kfree(mask);
out:
	if (depth > 8)
		kfree(layer);
	return err;
}
