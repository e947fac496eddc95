// SPDX-License-Identifier: GPL-2.0-only
/* No caller in sight, but the function itself asserts that a spin lock is held. */
#include <linux/slab.h>
#include <linux/lockdep.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf;
};

int foo_grow_locked(struct foo *f)
{
	assert_spin_locked(&f->lock);
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	return f->buf ? 0 : -ENOMEM;
}
