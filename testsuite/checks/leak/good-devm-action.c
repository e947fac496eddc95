// SPDX-License-Identifier: GPL-2.0-only
/* devm_add_action_or_reset() releases at once when it fails, and later when it does not. */
#include <linux/device.h>
#include <linux/slab.h>

static void arena_release(void *data)
{
	kfree(data);
}

void *arena_new(struct device *dev, size_t n)
{
	void *p = kmalloc(n, GFP_KERNEL);

	if (!p)
		return NULL;
	if (devm_add_action_or_reset(dev, arena_release, p))
		return NULL;
	return p;
}
