// SPDX-License-Identifier: GPL-2.0-only
/* A driver that stores its own function in the member that it calls means that one, not another driver's. */
//--- include/counter.h
#include <linux/mutex.h>
#include <linux/spinlock.h>
struct counter {
	unsigned long (*read)(struct counter *c);
	spinlock_t lock;
	struct mutex big;
};
//--- fast/fast.c
#include "../include/counter.h"
static unsigned long fast_read(struct counter *c)
{
	return 1;
}
void fast_init(struct counter *c)
{
	c->read = fast_read;
}
unsigned long fast_pps(struct counter *c)
{
	unsigned long n;

	spin_lock(&c->lock);
	n = c->read(c);
	spin_unlock(&c->lock);
	return n;
}
//--- slow/slow.c
#include "../include/counter.h"
static unsigned long slow_read(struct counter *c)
{
	mutex_lock(&c->big);
	mutex_unlock(&c->big);
	return 2;
}
void slow_init(struct counter *c)
{
	c->read = slow_read;
}
