// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: gfp_in_atomic.cocci
 */
int held(struct x *x)
{
	unsigned long flags;

	x->z = kmalloc(3, GFP_KERNEL);
	spin_lock_irqsave(&x->lock, flags);
	x->a = kmalloc(3, GFP_KERNEL | __GFP_NOWARN); /* report */
	if (x->a)
		x->b = usb_alloc_urb(0, GFP_NOIO); /* report */
	spin_unlock_irqrestore(&x->lock, flags);
	x->c = kmalloc(3, GFP_KERNEL);
	return 0;
}

int guarded(struct x *x)
{
	guard(spinlock_irqsave)(&x->lock);
	x->a = kzalloc_obj(*x->a, GFP_KERNEL); /* report */
	return 0;
}

int may_sleep(struct x *x)
{
	guard(mutex)(&x->mutex);
	x->a = kmalloc(3, GFP_KERNEL);
	return 0;
}

int reader(struct x *x)
{
	rcu_read_lock();
	x->a = kmalloc(3, GFP_KERNEL_ACCOUNT); /* report */
	rcu_read_unlock();
	return 0;
}

int right(struct x *x)
{
	spin_lock(&x->lock);
	x->a = kmalloc(3, GFP_ATOMIC);
	spin_unlock(&x->lock);
	return 0;
}
