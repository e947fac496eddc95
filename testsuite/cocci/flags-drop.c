// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: gfp_flags.cocci -D targeted -D func=here -D line=8 -D drop=GFP_DMA
 */
int here(struct x *x)
{
	x->a = fill(x, GFP_ATOMIC | GFP_DMA);
	if (fill(x, GFP_ATOMIC | GFP_DMA)) /* report */
		return 1;
	return 0;
}
