// SPDX-License-Identifier: GPL-2.0-only
/* As good-own-store.c, but whose function is called is left to whoever made the object. */
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
//--- core/core.c
#include "../include/counter.h"
unsigned long counter_pps(struct counter *c)
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
	mutex_lock(&c->big);	/* expect: sleep-in-atomic "mutex_lock" */
	mutex_unlock(&c->big);
	return 2;
}
void slow_init(struct counter *c)
{
	c->read = slow_read;
}
