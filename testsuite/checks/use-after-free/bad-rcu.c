// SPDX-License-Identifier: GPL-2.0-only
/* Outside of a read section the grace period may be over at once. */
#include <linux/rcupdate.h>
#include <linux/slab.h>

struct vote {
	struct rcu_head rcu;
	int yes;
};

int vote_end(struct vote *v)
{
	kfree_rcu(v, rcu);
	return v->yes;			/* expect: use-after-free "after its release" */
}
