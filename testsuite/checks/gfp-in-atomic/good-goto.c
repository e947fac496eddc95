// SPDX-License-Identifier: GPL-2.0-only
/* goto unwinding that drops the lock before the label that allocates. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	int nr;
	void *buf;
};

int foo_get(struct foo *f)
{
	spin_lock(&f->lock);
	if (!f->nr)
		goto empty;
	f->nr--;
	spin_unlock(&f->lock);
	return 0;

empty:
	spin_unlock(&f->lock);
	f->buf = kzalloc(64, GFP_KERNEL);
	if (!f->buf)
		goto fail;
	return 0;
fail:
	return -ENOMEM;
}
