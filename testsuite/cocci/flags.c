// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: gfp_flags.cocci
 */
int wrong(struct x *x)
{
	x->a = kmalloc(3, GFP_DMA); /* report */
	x->b = kzalloc(3, GFP_KERNEL | __GFP_ZERO); /* report */
	x->c = kmalloc(3, GFP_KERNEL | GFP_ATOMIC); /* report */
	return 0;
}

int right(struct x *x)
{
	x->a = kmalloc(3, GFP_KERNEL | GFP_DMA);
	x->b = kmalloc(3, GFP_KERNEL | __GFP_ZERO);
	x->c = kmalloc(3, GFP_ATOMIC);
	return 0;
}
