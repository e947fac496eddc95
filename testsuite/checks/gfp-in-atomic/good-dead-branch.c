// SPDX-License-Identifier: GPL-2.0-only
/* The compiler's own constants decide: the sleeping branch is never taken under the lock. */
#include <linux/slab.h>
#include <linux/spinlock.h>

#define FOO_MAY_SLEEP	0x1
#define FOO_ZERO	0x2

struct foo {
	spinlock_t lock;
	void *buf;
};

static int foo_grow(struct foo *f, unsigned int how)
{
	if (IS_ENABLED(CONFIG_FOO_SLEEPS))
		f->buf = kzalloc(128, GFP_KERNEL);
	else
		f->buf = kzalloc(64, how & FOO_MAY_SLEEP ? GFP_KERNEL : GFP_ATOMIC);
	return f->buf ? 0 : -ENOMEM;
}

int foo_push(struct foo *f)
{
	int err;

	spin_lock(&f->lock);
	err = foo_grow(f, FOO_ZERO);
	spin_unlock(&f->lock);
	return err;
}
