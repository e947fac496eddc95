// SPDX-License-Identifier: GPL-2.0-only
/* The callee fails with one error number only; nobody here asks for that one. */
#include <linux/slab.h>

struct rail {
	int cars;
};

static int rail_take(struct rail *r)
{
	if (r->cars > 8)
		return -EBUSY;
	r->cars++;
	return 0;
}

int rail_load(struct rail *r)
{
	void *coal = kmalloc(64, GFP_KERNEL);
	int err;

	if (!coal)
		return -ENOMEM;
	err = rail_take(r);
	if (err)
		return err;	/* expect: leak "'coal' from kmalloc" */
	kfree(coal);
	return 0;
}
