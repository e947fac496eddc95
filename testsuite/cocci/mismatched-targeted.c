// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: mismatched_free.cocci -D targeted -D func=here -D line=8 -D release=kvfree
 */
void here(struct x *x)
{
	kfree(x->a);
	kfree(x->b); /* report */
	kfree(x->c);
}
