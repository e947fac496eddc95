// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: gfp_in_atomic.cocci -D targeted -D func=here -D line=17
 */
int decoy(struct x *x)
{
	x->a = kmalloc(3, GFP_KERNEL);
	x->b = kmalloc(3, GFP_KERNEL);
	return 0;
}

int here(struct x *x)
{
	x->a = kmalloc(3,
		       GFP_KERNEL);
	x->b = kmalloc(3, GFP_KERNEL);
	x->c = kmalloc(3, /* report */
		       GFP_KERNEL);
	x->d = kmalloc(3, GFP_KERNEL);
	return 0;
}
