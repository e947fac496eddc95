// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: leak.cocci -D targeted -D grow -D func=member_grow -D line=9 -D new=new -D bare
 */
int member_grow(struct v *v, int n)
{
	if (!n)
		return 0;
	v->a = krealloc(v->a, n, GFP_KERNEL); /* report */
	if (!v->a)
		return -ENOMEM;
	v->n = n;
	return 0;
}
int decoy(struct v *v, int n)
{
	v->a = krealloc(v->a, n, GFP_KERNEL);
	if (!v->a)
		return -ENOMEM;
	return 0;
}
