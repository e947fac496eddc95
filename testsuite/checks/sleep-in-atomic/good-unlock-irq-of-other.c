// SPDX-License-Identifier: GPL-2.0-only
/* A lock that somebody else took is released with interrupts enabled: they are enabled, whoever disabled them. */
#include <linux/irqflags.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct conf {
	spinlock_t dev;
	struct mutex big;
};

void wait_for_owner(struct conf *c);

void quiesce(struct conf *c)
{
	local_irq_disable();
	wait_for_owner(c);
	spin_unlock_irq(&c->dev);
	mutex_lock(&c->big);
	mutex_unlock(&c->big);
}
