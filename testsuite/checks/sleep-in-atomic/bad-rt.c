// SPDX-License-Identifier: GPL-2.0-only
/*
 * PREEMPT_RT: a spin lock sleeps, and so does the allocator, whatever its flags are.
 * run: --rt
 */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct chip {
	raw_spinlock_t raw;
	spinlock_t lock;
	void *p;
};

void nested(struct chip *c)
{
	raw_spin_lock(&c->raw);
	spin_lock(&c->lock);	/* expect: sleep-in-atomic "spin_lock.. may sleep on PREEMPT_RT" */
	spin_unlock(&c->lock);
	raw_spin_unlock(&c->raw);
}

void refill(struct chip *c)
{
	raw_spin_lock(&c->raw);
	c->p = kmalloc(64, GFP_ATOMIC);	/* expect: gfp-in-atomic "takes the allocator's locks" */
	raw_spin_unlock(&c->raw);
}

void fine(struct chip *c)
{
	unsigned long flags;

	spin_lock_irqsave(&c->lock, flags);
	c->p = kmalloc(64, GFP_ATOMIC);
	spin_unlock_irqrestore(&c->lock, flags);
}
