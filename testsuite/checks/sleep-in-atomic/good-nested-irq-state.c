// SPDX-License-Identifier: GPL-2.0-only
/* irqsave regions nest; interrupts are on again behind the outer one. */
#include <linux/delay.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t a, b;
	int x;
};

void foo_nested(struct foo *f)
{
	unsigned long flags, inner;

	spin_lock_irqsave(&f->a, flags);
	spin_lock_irqsave(&f->b, inner);
	f->x++;
	spin_unlock_irqrestore(&f->b, inner);
	spin_unlock_irqrestore(&f->a, flags);
	msleep(1);
}

void foo_hand_over(struct foo *f)
{
	spin_lock(&f->a);
	spin_lock(&f->b);
	spin_unlock(&f->a);
	f->x++;
	spin_unlock(&f->b);
	msleep(1);
}
