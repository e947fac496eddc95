// SPDX-License-Identifier: GPL-2.0-only
/* The lock is taken by a helper, one or two calls away. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	unsigned long flags;
	void *buf;
};

static void foo_lock(struct foo *f)
{
	spin_lock_bh(&f->lock);			/* step: lock "f->lock" */
}

static void foo_unlock(struct foo *f)
{
	spin_unlock_bh(&f->lock);
}

static void foo_begin(struct foo *f)
{
	foo_lock(f);
}

int foo_push(struct foo *f)
{
	foo_lock(f);
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	foo_unlock(f);
	return f->buf ? 0 : -ENOMEM;
}

int foo_push_deep(struct foo *f)
{
	foo_begin(f);
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	foo_unlock(f);
	return f->buf ? 0 : -ENOMEM;
}
