// SPDX-License-Identifier: GPL-2.0-only
/* The callee drops its caller's lock around the allocation. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf;
};

static int foo_grow(struct foo *f)
{
	void *buf;

	spin_unlock(&f->lock);
	buf = kzalloc(64, GFP_KERNEL);
	spin_lock(&f->lock);
	if (!buf)
		return -ENOMEM;
	f->buf = buf;
	return 0;
}

int foo_push(struct foo *f)
{
	int err;

	spin_lock(&f->lock);
	err = foo_grow(f);
	spin_unlock(&f->lock);
	return err;
}

static void foo_finish(struct foo *f)
{
	spin_unlock(&f->lock);
}

int foo_flush(struct foo *f)
{
	spin_lock(&f->lock);
	foo_finish(f);
	f->buf = kzalloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}
