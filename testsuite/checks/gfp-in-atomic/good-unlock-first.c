// SPDX-License-Identifier: GPL-2.0-only
/* The lock is dropped on every path that allocates, and taken again behind it. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	int nr, room;
	void *buf;
};

int foo_reserve(struct foo *f)
{
	void *bigger;

	spin_lock(&f->lock);
	while (f->nr >= f->room) {
		int room = f->room * 2;

		spin_unlock(&f->lock);
		bigger = kmalloc(room, GFP_KERNEL);
		if (!bigger)
			return -ENOMEM;
		spin_lock(&f->lock);
		kfree(f->buf);
		f->buf = bigger;
		f->room = room;
	}
	f->nr++;
	spin_unlock(&f->lock);
	return 0;
}

int foo_error_path(struct foo *f)
{
	spin_lock(&f->lock);
	if (!f->nr) {
		spin_unlock(&f->lock);
		f->buf = kzalloc(64, GFP_KERNEL);
		return f->buf ? 0 : -ENOMEM;
	}
	f->nr--;
	spin_unlock(&f->lock);
	return 0;
}
