// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: double_free.cocci
 */
void wrong(struct x *x)
{
	kfree(x->a);
	stop(x->dev);
	kfree(x->a); /* report */
}

void right(struct x *x)
{
	kfree(x->a);
	x->a = NULL;
	kfree(x->a);
	kfree(x->b);
}
