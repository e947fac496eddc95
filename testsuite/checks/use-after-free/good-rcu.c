// SPDX-License-Identifier: GPL-2.0-only
/* Within a read section the grace period cannot end. */
#include <linux/rcupdate.h>
#include <linux/slab.h>

struct path {
	struct rcu_head rcu;
	int cost;
};

int path_drop(struct path *p)
{
	int cost;

	rcu_read_lock();
	kfree_rcu(p, rcu);
	cost = p->cost;
	rcu_read_unlock();
	return cost;
}
