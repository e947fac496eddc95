// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: gfp_flags.cocci -D targeted -D func=here -D line=8 -D append -D beside=GFP_KERNEL -D more=__GFP_NOFAIL
 */
void here(struct x *x)
{
	x->a = kcalloc(x->n, 3, GFP_KERNEL);
	x->b = kcalloc(x->n, 3, GFP_KERNEL); /* report */
	x->c = kcalloc(x->n, 3, GFP_ATOMIC);
}
