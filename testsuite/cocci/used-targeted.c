// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: use_after_free.cocci -D targeted -D func=here -D line=8
 */
void here(struct x *x, struct y *y)
{
	kfree(y);
	put_x(x); /* report */
	dev_info(x->dev, "gone\n");
}
