// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: unchecked_alloc.cocci -D targeted -D func=here -D line=18 -D set_goto -D label=out -D ret=err -D code=ENOMEM
 */
int decoy(struct x *x)
{
	x->name = kasprintf(GFP_KERNEL, "a");
	return 0;
}

int here(struct x *x)
{
	int err = 0;

	mutex_lock(&x->lock);
	x->name = kasprintf(GFP_KERNEL, "a");
	if (x->b)
		x->other = (char *)kasprintf(GFP_KERNEL, "b"); /* report */
	else
		x->other = NULL;
	x->third = kasprintf(GFP_KERNEL, "c");
out:
	mutex_unlock(&x->lock);
	return err;
}
