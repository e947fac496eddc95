// SPDX-License-Identifier: GPL-2.0-only
/* A condition chooses the flags, and the caller under the lock chose the wrong side. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf;
};

static int foo_grow(struct foo *f, bool can_sleep)
{
	gfp_t gfp = can_sleep ? GFP_KERNEL : GFP_ATOMIC;

	f->buf = kzalloc(64, gfp);		/* expect: gfp-in-atomic "kzalloc" */
	return f->buf ? 0 : -ENOMEM;
}

int foo_push(struct foo *f)
{
	int err;

	spin_lock(&f->lock);			/* step: lock "f->lock" */
	err = foo_grow(f, true);		/* step: call "foo_grow" */
	spin_unlock(&f->lock);
	return err;
}
