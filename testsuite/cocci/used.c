// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: use_after_free.cocci
 */
int wrong(struct x *x)
{
	int id;

	kfree(x);
	id = x->id; /* report */
	return id;
}

int right(struct x *x)
{
	int id;

	id = x->id;
	kfree(x);
	return id;
}
