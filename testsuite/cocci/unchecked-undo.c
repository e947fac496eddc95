// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: unchecked_alloc.cocci -D targeted -D func=here -D line=12 -D return_null -D undo -D also=y -D release=kfree
 */
struct y *here(struct x *x)
{
	struct y *y;

	y = kzalloc_obj(*y);
	if (!y)
		return NULL;
	y->name = kstrdup(x->name, GFP_KERNEL); /* report */
	return y;
}
