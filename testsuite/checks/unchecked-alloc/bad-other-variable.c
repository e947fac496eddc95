// SPDX-License-Identifier: GPL-2.0-only
/* The second test is of the first pointer. */
#include <linux/slab.h>

struct twin {
	int age;
};

int twin_make(struct twin **a, struct twin **b)
{
	struct twin *one, *two;

	one = kzalloc(sizeof(*one), GFP_KERNEL);
	if (!one)
		return -ENOMEM;
	two = kzalloc(sizeof(*two), GFP_KERNEL);	/* expect: unchecked-alloc "kzalloc" */
	if (!one)
		return -ENOMEM;
	one->age = 1;
	two->age = 1;
	*a = one;
	*b = two;
	return 0;
}
