// SPDX-License-Identifier: GPL-2.0-only
/* A default that is written is meant. */
#include <linux/slab.h>

struct parcel;

int depot_sort(struct parcel **shelf, int kind)
{
	struct parcel *p = kmalloc(8, GFP_KERNEL);
	int err = 0;

	if (!p)
		return -ENOMEM;
	switch (kind) {
	case 0:
		kfree(p);
		break;
	case 1:
		shelf[0] = p;
		break;
	default:
		err = -EINVAL;
		break;
	}
	return err;				/* expect: leak "'p' from kmalloc" */
}

/* Lost however often the loop runs. */
int depot_count(int nr)
{
	struct parcel *p = kmalloc(8, GFP_KERNEL);
	int sum = 0;

	if (!p)
		return -ENOMEM;
	for (int i = 0; i < nr; i++)
		sum += i;
	return sum;				/* expect: leak "'p' from kmalloc" */
}
