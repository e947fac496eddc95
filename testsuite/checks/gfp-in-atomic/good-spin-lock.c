// SPDX-License-Identifier: GPL-2.0-only
/* The same locks with flags that do not sleep, and the sleeping allocation before or after the region. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf;
};

int foo_atomic(struct foo *f)
{
	spin_lock(&f->lock);
	f->buf = kzalloc(64, GFP_ATOMIC);
	spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}

int foo_nowait(struct foo *f)
{
	unsigned long flags;

	spin_lock_irqsave(&f->lock, flags);
	f->buf = kzalloc(64, GFP_NOWAIT | __GFP_NOWARN);
	spin_unlock_irqrestore(&f->lock, flags);
	return f->buf ? 0 : -ENOMEM;
}

int foo_before(struct foo *f)
{
	void *buf = kzalloc(64, GFP_KERNEL);

	if (!buf)
		return -ENOMEM;
	spin_lock_bh(&f->lock);
	f->buf = buf;
	spin_unlock_bh(&f->lock);
	return 0;
}

int foo_after(struct foo *f)
{
	spin_lock_irq(&f->lock);
	f->buf = NULL;
	spin_unlock_irq(&f->lock);
	f->buf = kzalloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}
