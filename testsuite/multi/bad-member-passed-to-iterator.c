// SPDX-License-Identifier: GPL-2.0-only
/* A member is passed to a function that calls its parameter under a lock. */
//--- set.h
#include <linux/spinlock.h>

struct item {
	void *data;
};

struct set_ops {
	int (*each)(struct item *it);
	int (*other)(struct item *it);
};

struct set {
	spinlock_t lock;
	struct item one;
	const struct set_ops *ops;
};

int set_for_each(struct set *s, int (*fn)(struct item *it));
//--- set.c
#include "set.h"

int set_for_each(struct set *s, int (*fn)(struct item *it))
{
	int err;

	spin_lock(&s->lock);
	err = fn(&s->one);
	spin_unlock(&s->lock);
	return err;
}
//--- user.c
#include "set.h"

int set_walk(struct set *s)
{
	return set_for_each(s, s->ops->each);
}
//--- ops.c
#include <linux/slab.h>
#include "set.h"

static int load(struct item *it)
{
	it->data = kzalloc(8, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	return it->data ? 0 : -12;
}

static int other(struct item *it)
{
	it->data = kzalloc(8, GFP_KERNEL);
	return it->data ? 0 : -12;
}

const struct set_ops item_ops = { .each = load, .other = other };
