// SPDX-License-Identifier: GPL-2.0-only
/* The branch on which spin_trylock() failed: nothing is held. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf, *spare;
};

int foo_not_taken(struct foo *f)
{
	if (!spin_trylock(&f->lock)) {
		f->spare = kzalloc(64, GFP_KERNEL);
		return f->spare ? -EBUSY : -ENOMEM;
	}
	f->buf = NULL;
	spin_unlock(&f->lock);
	return 0;
}

int foo_result_in_variable(struct foo *f)
{
	int locked = spin_trylock(&f->lock);

	if (locked)
		spin_unlock(&f->lock);
	else
		f->spare = kzalloc(64, GFP_KERNEL);
	return f->spare ? 0 : -ENOMEM;
}
