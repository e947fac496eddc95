// SPDX-License-Identifier: GPL-2.0-only
/* call_rcu(): the callback runs in softirq context. */
#include <linux/slab.h>
#include <linux/rcupdate.h>

struct route {
	struct rcu_head rcu;
	int dest;
};

static void *log_entry;

static void route_free(struct rcu_head *head)
{
	struct route *r = container_of(head, struct route, rcu);

	log_entry = kmalloc(16, GFP_KERNEL);	/* expect: gfp-in-atomic "kmalloc.*GFP_KERNEL" */
	kfree(r);
}

void route_del(struct route *r)
{
	call_rcu(&r->rcu, route_free);
}
