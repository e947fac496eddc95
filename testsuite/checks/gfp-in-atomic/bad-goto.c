// SPDX-License-Identifier: GPL-2.0-only
/* goto unwinding: the retry label is reached with the lock held. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	int nr;
	void *buf;
};

int foo_get(struct foo *f)
{
	int err = -EBUSY;

	spin_lock(&f->lock);			/* step: lock "f->lock" */
	if (f->nr > 8)
		goto out;
	if (f->nr)
		goto reuse;
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	if (!f->buf) {
		err = -ENOMEM;
		goto out;
	}
reuse:
	f->nr++;
	err = 0;
out:
	spin_unlock(&f->lock);
	return err;
}
