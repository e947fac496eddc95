// SPDX-License-Identifier: GPL-2.0-only
/* One caller holds the lock, the other does not: one finding, at the allocation. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf;
};

static int foo_grow(struct foo *f)
{
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	return f->buf ? 0 : -ENOMEM;
}

int foo_init(struct foo *f)
{
	return foo_grow(f);
}

int foo_push(struct foo *f)
{
	int err;

	spin_lock(&f->lock);			/* step: lock "f->lock" */
	err = foo_grow(f);			/* step: call "foo_grow" */
	spin_unlock(&f->lock);
	return err;
}
