// SPDX-License-Identifier: GPL-2.0-only
/* One case of a switch breaks out with the lock held; one falls through. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf;
};

int foo_cmd(struct foo *f, int cmd)
{
	spin_lock(&f->lock);			/* step: lock "f->lock" */
	switch (cmd) {
	case 0:
		spin_unlock(&f->lock);
		return 0;
	case 1:
		f->buf = NULL;
		fallthrough;
	case 2:
		break;
	default:
		spin_unlock(&f->lock);
		return -EINVAL;
	}
	f->buf = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}
