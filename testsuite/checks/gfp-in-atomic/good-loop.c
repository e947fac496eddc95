// SPDX-License-Identifier: GPL-2.0-only
/* Each round takes the lock and leaves it, with continue and break. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *slot[8];
};

int foo_fill(struct foo *f)
{
	void *mem;
	int i;

	for (i = 0; i < 8; i++) {
		mem = kzalloc(64, GFP_KERNEL);
		if (!mem)
			return -ENOMEM;
		spin_lock(&f->lock);
		if (f->slot[i]) {
			spin_unlock(&f->lock);
			kfree(mem);
			continue;
		}
		f->slot[i] = mem;
		spin_unlock(&f->lock);
	}
	return 0;
}
