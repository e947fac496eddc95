// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: leak.cocci -D targeted -D func=here -D line=15,18 -D alloc=10 -D set_goto -D label=out -D ret=err
 */
int here(struct x *x)
{
	int err;
	char *p;

	p = kstrdup(x->name, GFP_KERNEL);
	err = try(x);
	if (err)
		goto out;
	if (x->a)
		return -EINVAL; /* report */
	err = retry(x);
	if (err)
		return err; /* report */
out:
	kfree(p);
	return err;
}
