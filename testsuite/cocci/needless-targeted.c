// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: needless_atomic.cocci -D targeted -D func=here -D line=8
 */
int here(struct x *x)
{
	x->a = kmalloc(3, GFP_ATOMIC);
	x->b = kmalloc(3, GFP_NOWAIT | __GFP_NOWARN); /* report */
	x->c = kmalloc(3, GFP_ATOMIC);
	return 0;
}
