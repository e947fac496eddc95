// SPDX-License-Identifier: GPL-2.0-only
/* One of two paths forgets to drop the lock before it allocates. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	int nr;
	void *buf;
};

int foo_get(struct foo *f, bool keep)
{
	spin_lock(&f->lock);			/* step: lock "f->lock" */
	if (f->nr) {
		f->nr--;
		spin_unlock(&f->lock);
		return 0;
	}
	if (!keep)
		spin_unlock(&f->lock);
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	if (keep)
		spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}
