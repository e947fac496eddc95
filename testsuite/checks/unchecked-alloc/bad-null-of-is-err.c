// SPDX-License-Identifier: GPL-2.0-only
/* memdup_user() fails with an error pointer, never with NULL. */
#include <linux/slab.h>
#include <linux/string.h>

struct order {
	int nr;
};

long order_place(const void __user *arg)
{
	struct order *o = memdup_user(arg, sizeof(*o));	/* expect: unchecked-alloc "memdup_user.*wrong" */
	long nr;

	if (!o)
		return -ENOMEM;
	nr = o->nr;
	kfree(o);
	return nr;
}
