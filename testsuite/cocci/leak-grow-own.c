// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: leak.cocci -D targeted -D grow_own -D release=kfree -D func=local_grow -D line=12 -D new=new
 */
int local_grow(struct v *v, int n)
{
	int *p = kmalloc(4, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	p[0] = 1;
	p = krealloc(p, n, GFP_KERNEL); /* report */
	if (!p) {
		pr_err("no\n");
		return -ENOMEM;
	}
	v->a = p;
	return 0;
}
