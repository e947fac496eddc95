// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: unchecked_alloc.cocci
 */
int wrong(struct x *x)
{
	struct y *y;

	if (!x)
		return -EINVAL;
	y = kzalloc(sizeof(*y), GFP_KERNEL); /* report */
	y->x = x;
	return -ENODEV;
}

int right(struct x *x)
{
	struct y *y;

	y = kzalloc(sizeof(*y), GFP_KERNEL);
	if (!y)
		return -ENOMEM;
	y->x = x;
	return 0;
}

int other_test(struct x *x)
{
	struct y *y;

	y = kzalloc(sizeof(*y), GFP_KERNEL);
	if (y)
		y->x = x;
	return -EINVAL;
}
