// SPDX-License-Identifier: GPL-2.0-only
/* The callee releases the order when it fails; when it does not, it has put it where we do not see it. */
#include <linux/slab.h>

struct order {
	int table;
};

int stove_light(void);
int stove_put(unsigned long what);

static int order_cook(struct order *o)
{
	if (stove_light()) {
		kfree(o);
		return -EIO;
	}
	return 0;
}

int order_take(int table)
{
	struct order *o = kzalloc(sizeof(*o), GFP_KERNEL);

	if (!o)
		return -ENOMEM;
	o->table = table;
	return order_cook(o);
}
