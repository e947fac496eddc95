// SPDX-License-Identifier: GPL-2.0-only
/* One helper takes a spin lock or a mutex, another gives back the same one: two conditions decide, not one. */
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct client {
	int no_sleep, fast;
	spinlock_t spin;
	struct mutex lock;
};

static void client_lock(struct client *c)
{
	if (c->fast && c->no_sleep)
		spin_lock(&c->spin);
	else
		mutex_lock(&c->lock);
}

static void client_unlock(struct client *c)
{
	if (c->fast && c->no_sleep)
		spin_unlock(&c->spin);
	else
		mutex_unlock(&c->lock);
}

void client_twice(struct client *c)
{
	client_lock(c);
	client_unlock(c);
	client_lock(c);
	client_unlock(c);
}
