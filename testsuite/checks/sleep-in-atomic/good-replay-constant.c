// SPDX-License-Identifier: GPL-2.0-only
/* A constant goes down three calls and through a small function: the branch that sleeps is never taken. */
#include <linux/delay.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct card {
	spinlock_t lock;
	struct mutex big;
	int mode;
};

#define DONTWAIT 0x40

static long patience(struct card *c, int noblock)
{
	return noblock ? 0 : c->mode;
}

static int wait_for(struct card *c, int flags)
{
	long timeo = patience(c, flags & DONTWAIT);

	if (!timeo)
		return -1;
	mutex_lock(&c->big);
	mutex_unlock(&c->big);
	return 0;
}

static int command(struct card *c, int flags, int nr)
{
	if (nr > 3)
		c->mode = nr;
	return wait_for(c, flags);
}

static int command_sleeps(struct card *c, int nr)
{
	return command(c, 0, nr);
}

void card_irqsafe(struct card *c, int nr)
{
	spin_lock(&c->lock);
	command(c, DONTWAIT | 1, nr);
	spin_unlock(&c->lock);
	command_sleeps(c, nr);
}
