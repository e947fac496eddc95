// SPDX-License-Identifier: GPL-2.0-only
/* The lock in one file, the sleeper in another, the declaration in a header. */
//--- core.h
#include <linux/gfp.h>
#include <linux/spinlock.h>

struct core {
	spinlock_t lock;
	void *state;
};

int core_load(struct core *c);
int core_alloc(struct core *c, gfp_t gfp);
//--- core.c
#include "core.h"

int core_reset(struct core *c)
{
	int err;

	spin_lock_bh(&c->lock);			/* step: lock "c->lock" */
	err = core_load(c);			/* step: call "core_load" */
	spin_unlock_bh(&c->lock);
	return err;
}

int core_retry(struct core *c)
{
	int err;

	spin_lock_bh(&c->lock);
	err = core_alloc(c, GFP_ATOMIC);
	spin_unlock_bh(&c->lock);
	return err ? core_alloc(c, GFP_KERNEL) : 0;
}
//--- load.c
#include <linux/slab.h>
#include "core.h"

int core_load(struct core *c)
{
	c->state = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL.*lock" */
	return c->state ? 0 : -ENOMEM;
}

int core_alloc(struct core *c, gfp_t gfp)
{
	c->state = kzalloc(64, gfp);
	return c->state ? 0 : -ENOMEM;
}
