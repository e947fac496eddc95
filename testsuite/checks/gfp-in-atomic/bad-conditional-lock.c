// SPDX-License-Identifier: GPL-2.0-only
/* The helper returns true with the lock held. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	bool dead;
	void *buf;
};

static bool foo_enter(struct foo *f)
{
	spin_lock(&f->lock);			/* step: lock "f->lock" */
	if (f->dead) {
		spin_unlock(&f->lock);
		return false;
	}
	return true;
}

int foo_push(struct foo *f)
{
	if (!foo_enter(f))
		return -EIO;
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}
