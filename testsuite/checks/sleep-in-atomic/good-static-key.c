// SPDX-License-Identifier: GPL-2.0-only
/* The kind of lock depends on a static key: one test and the next agree. */
#include <linux/jump_label.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct client {
	int no_sleep;
	spinlock_t spin;
	struct mutex mutex;
};

static DEFINE_STATIC_KEY_FALSE(no_sleep_key);

static void client_lock(struct client *c)
{
	if (static_branch_unlikely(&no_sleep_key) && c->no_sleep)
		spin_lock_bh(&c->spin);
	else
		mutex_lock(&c->mutex);
}

static void client_unlock(struct client *c)
{
	if (static_branch_unlikely(&no_sleep_key) && c->no_sleep)
		spin_unlock_bh(&c->spin);
	else
		mutex_unlock(&c->mutex);
}

void client_work(struct client *c)
{
	client_lock(c);
	client_unlock(c);
	client_lock(c);
	client_unlock(c);
}
