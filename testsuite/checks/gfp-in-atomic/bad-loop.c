// SPDX-License-Identifier: GPL-2.0-only
/* Allocation in a loop whose second round holds the lock that the first one took. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *slot[8];
};

int foo_fill(struct foo *f, int nr)
{
	int i, err = 0;

	spin_lock(&f->lock);				/* step: lock "f->lock" */
	for (i = 0; i < nr && i < 8; i++) {
		f->slot[i] = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
		if (!f->slot[i]) {
			err = -ENOMEM;
			break;
		}
	}
	spin_unlock(&f->lock);
	return err;
}
