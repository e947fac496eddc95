// SPDX-License-Identifier: GPL-2.0-only
/* bool parameters that say whether sleeping is allowed; every caller says the truth. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf;
};

static int foo_grow(struct foo *f, bool can_sleep)
{
	gfp_t gfp = can_sleep ? GFP_KERNEL : GFP_ATOMIC;

	f->buf = kzalloc(64, gfp);
	return f->buf ? 0 : -ENOMEM;
}

static int foo_shrink(struct foo *f, int atomic)
{
	if (atomic)
		f->buf = kzalloc(8, GFP_ATOMIC);
	else
		f->buf = kzalloc(8, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}

int foo_push(struct foo *f)
{
	int err;

	spin_lock(&f->lock);
	err = foo_grow(f, false);
	if (!err)
		err = foo_shrink(f, 1);
	spin_unlock(&f->lock);
	return err;
}

int foo_init(struct foo *f)
{
	int err = foo_grow(f, true);

	return err ? err : foo_shrink(f, 0);
}
