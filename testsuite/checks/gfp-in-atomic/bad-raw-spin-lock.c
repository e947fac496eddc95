// SPDX-License-Identifier: GPL-2.0-only
/* raw_spinlock_t: atomic in every configuration. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct chip {
	raw_spinlock_t lock;
	void *shadow;
};

int chip_plain(struct chip *c)
{
	raw_spin_lock(&c->lock);
	c->shadow = kzalloc(16, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	raw_spin_unlock(&c->lock);
	return c->shadow ? 0 : -ENOMEM;
}

int chip_bh(struct chip *c)
{
	raw_spin_lock_bh(&c->lock);
	c->shadow = kzalloc(16, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	raw_spin_unlock_bh(&c->lock);
	return c->shadow ? 0 : -ENOMEM;
}

int chip_irq(struct chip *c)
{
	raw_spin_lock_irq(&c->lock);
	c->shadow = kzalloc(16, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	raw_spin_unlock_irq(&c->lock);
	return c->shadow ? 0 : -ENOMEM;
}

int chip_irqsave(struct chip *c)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&c->lock, flags);	/* step: lock "c->lock" */
	c->shadow = kzalloc(16, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	raw_spin_unlock_irqrestore(&c->lock, flags);
	return c->shadow ? 0 : -ENOMEM;
}

int chip_nested(struct chip *c)
{
	raw_spin_lock_nested(&c->lock, 1);
	c->shadow = kzalloc(16, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	raw_spin_unlock(&c->lock);
	return c->shadow ? 0 : -ENOMEM;
}
