// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: unchecked_alloc.cocci -D targeted -D func=here -D line=7 -D next=10 -D return_errptr -D code=ENOMEM
 */
struct y *here(struct x *x)
{
	struct y *y = kzalloc(sizeof(*y), GFP_KERNEL); /* report */
	int i;

	for (i = 0; i < 3; i++)
		y->a[i] = x;
	y->x = x;
	return y;
}
