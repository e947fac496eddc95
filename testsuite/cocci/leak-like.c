// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: leak.cocci -D targeted -D func=here -D line=11 -D alloc=9 -D like=14
 */
int here(struct x *x, struct kmem_cache *cache)
{
	void *p;

	p = kmem_cache_alloc(cache, GFP_KERNEL);
	if (x->a)
		return -EINVAL; /* report */
	if (x->b)
		return -EINVAL;
	kmem_cache_free(cache, p);
	return 0;
}
