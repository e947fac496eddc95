// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: gfp_in_atomic.cocci -D targeted -D unsaid -D line=8,9
 */
void unsaid(struct x *x)
{
	spin_lock(&x->lock);
	x->a = kmalloc_obj(*x->a);
	x->b = kzalloc_objs(*x->b, 4);
	x->c = kmalloc_obj(*x->c);
	spin_unlock(&x->lock);
}
