// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: leak.cocci -D targeted -D release=kfree -D func=area_make -D alloc=7 -D line=11 -D clear
 */
int area_make(struct area *a, int n)
{
	a->at = kzalloc(n, GFP_KERNEL);
	if (!a->at)
		return -ENOMEM;
	if (area_try(a))
		return -EIO; /* report */
	return 0;
}
