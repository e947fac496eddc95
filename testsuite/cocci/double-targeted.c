// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: double_free.cocci -D targeted -D func=here -D line=8
 */
void here(struct x *x)
{
	if (x->c)
		kfree(x->a); /* report */
	kfree(x->b);
	kfree(x->a);
}
