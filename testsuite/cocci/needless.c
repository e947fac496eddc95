// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: needless_atomic.cocci
 */
int sleeps(struct x *x)
{
	msleep(10);
	x->a = kmalloc(3, GFP_ATOMIC); /* report */
	return 0;
}

int locked(struct x *x)
{
	msleep(10);
	spin_lock(&x->lock);
	x->a = kmalloc(3, GFP_ATOMIC);
	spin_unlock(&x->lock);
	return 0;
}

int unknown(struct x *x)
{
	x->a = kmalloc(3, GFP_ATOMIC);
	return 0;
}
