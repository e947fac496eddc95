// SPDX-License-Identifier: GPL-2.0-only
/* Every case that goes on to the allocation has dropped the lock. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf;
};

int foo_cmd(struct foo *f, int cmd)
{
	spin_lock(&f->lock);
	switch (cmd) {
	case 0:
		f->buf = NULL;
		spin_unlock(&f->lock);
		return 0;
	case 1:
	case 2:
		spin_unlock(&f->lock);
		break;
	default:
		spin_unlock(&f->lock);
		return -EINVAL;
	}
	f->buf = kzalloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}
