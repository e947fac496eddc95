// SPDX-License-Identifier: GPL-2.0-only
/* Released by the callee when it fails, and used only when it has not. */
#include <linux/slab.h>

struct cart {
	int load;
};

static int cart_load(struct cart *c, int n)
{
	if (n > 100) {
		kfree(c);
		return -EINVAL;
	}
	c->load = n;
	return 0;
}

int cart_try(int n)
{
	struct cart *c = kzalloc(sizeof(*c), GFP_KERNEL);
	int err;

	if (!c)
		return -ENOMEM;
	err = cart_load(c, n);
	if (!err) {
		n = c->load;
		kfree(c);
	}
	return err ?: n;
}
