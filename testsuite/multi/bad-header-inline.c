// SPDX-License-Identifier: GPL-2.0-only
/* An inline function of a shared header holds the sleeper: one finding, though two files include it. */
//--- ring.h
#include <linux/slab.h>
#include <linux/spinlock.h>

struct ring {
	spinlock_t lock;
	void *page;
};

static inline int ring_grow(struct ring *r)
{
	r->page = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	return r->page ? 0 : -ENOMEM;
}
//--- rx.c
#include "ring.h"

int rx_push(struct ring *r)
{
	int err;

	spin_lock(&r->lock);
	err = ring_grow(r);
	spin_unlock(&r->lock);
	return err;
}
//--- tx.c
#include "ring.h"

int tx_push(struct ring *r)
{
	int err;

	spin_lock(&r->lock);
	err = ring_grow(r);
	spin_unlock(&r->lock);
	return err;
}
