// SPDX-License-Identifier: GPL-2.0-only
/* The helper returns an error, or false, or NULL without the lock. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	bool dead;
	void *buf;
};

static bool foo_enter(struct foo *f)
{
	spin_lock(&f->lock);
	if (f->dead) {
		spin_unlock(&f->lock);
		return false;
	}
	return true;
}

static int foo_begin(struct foo *f)
{
	spin_lock(&f->lock);
	if (!f->dead)
		return 0;
	spin_unlock(&f->lock);
	return -EIO;
}

int foo_push(struct foo *f)
{
	if (foo_enter(f)) {
		spin_unlock(&f->lock);
		return 0;
	}
	f->buf = kzalloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}

int foo_put(struct foo *f)
{
	int err = foo_begin(f);

	if (err) {
		f->buf = kzalloc(64, GFP_KERNEL);
		return f->buf ? err : -ENOMEM;
	}
	spin_unlock(&f->lock);
	return 0;
}
