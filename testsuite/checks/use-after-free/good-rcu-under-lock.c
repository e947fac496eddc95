// SPDX-License-Identifier: GPL-2.0-only
/* A grace period does not end while somebody holds a spin lock. */
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct nest {
	spinlock_t lock;
	int eggs;
	struct rcu_head rcu;
};

void nest_leave(struct nest *n)
{
	spin_lock(&n->lock);
	if (!n->eggs)
		kfree_rcu(n, rcu);
	spin_unlock(&n->lock);
}
