// SPDX-License-Identifier: GPL-2.0-only
/* The last reference has the object released after a grace period. */
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

struct leaf {
	struct rcu_head rcu;
	struct kref ref;
	int veins;
};

static void leaf_free(struct rcu_head *rcu)
{
	kfree(container_of(rcu, struct leaf, rcu));
}

static void leaf_release(struct kref *ref)
{
	struct leaf *l = container_of(ref, struct leaf, ref);

	call_rcu(&l->rcu, leaf_free);
}

int leaf_press(const struct leaf *l);

int leaf_try(int veins)
{
	struct leaf *l = kzalloc(sizeof(*l), GFP_KERNEL);
	int err;

	if (!l)
		return -ENOMEM;
	kref_init(&l->ref);
	l->veins = veins;
	err = leaf_press(l);
	kref_put(&l->ref, leaf_release);
	return err;
}
