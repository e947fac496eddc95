// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: gfp_flags.cocci -D targeted -D func=here -D line=8 -D from=GFP_DMA -D to=GFP_KERNEL
 */
int here(struct x *x)
{
	x->a = dma_alloc_coherent(x->d, 3, &x->h, GFP_DMA);
	x->a = dma_alloc_coherent(x->d, 3, &x->h, GFP_DMA); /* report */
	return 0;
}
