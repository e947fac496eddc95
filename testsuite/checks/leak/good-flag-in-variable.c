// SPDX-License-Identifier: GPL-2.0-only
/* A local remembers whether there is something to release. */
#include <linux/slab.h>

int route_lookup(void *key);

int route_find(void *given)
{
	bool mine = false;
	void *key = given;
	int err;

	if (!key) {
		key = kzalloc(32, GFP_KERNEL);
		if (!key)
			return -ENOMEM;
		mine = true;
	}
	err = route_lookup(key);
	if (mine)
		kfree(key);
	return err;
}
