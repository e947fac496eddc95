// SPDX-License-Identifier: GPL-2.0-only
/* The inner lock is left, the outer one is still held. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct ring {
	spinlock_t lock;
	int head;
};

struct foo {
	spinlock_t lock;
	struct ring ring;
	void *buf;
};

int foo_push(struct foo *f)
{
	int err = 0;

	spin_lock(&f->lock);			/* step: lock "f->lock" */
	spin_lock(&f->ring.lock);
	f->ring.head++;
	spin_unlock(&f->ring.lock);
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL.*f->lock" */
	if (!f->buf)
		err = -ENOMEM;
	spin_unlock(&f->lock);
	return err;
}
