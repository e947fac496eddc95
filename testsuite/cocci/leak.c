// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: leak.cocci
 */
int wrong(struct x *x)
{
	struct y *y;

	y = kzalloc(sizeof(*y), GFP_KERNEL);
	if (!y)
		return -ENOMEM;
	y->x = 3;
	if (x->bad)
		return -EINVAL; /* report */
	x->y = y;
	return 0;
}

int right(struct x *x)
{
	struct y *y;

	y = kzalloc(sizeof(*y), GFP_KERNEL);
	if (!y)
		return -ENOMEM;
	if (x->bad) {
		kfree(y);
		return -EINVAL;
	}
	x->y = y;
	return 0;
}
