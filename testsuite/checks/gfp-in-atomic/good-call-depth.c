// SPDX-License-Identifier: GPL-2.0-only
/* The same helpers, called before and after the region. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	int users;
	void *buf;
};

static int leaf(struct foo *f)
{
	f->buf = kzalloc(8, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}

static int mid(struct foo *f)
{
	return leaf(f);
}

static void count(struct foo *f)
{
	f->users++;
}

int foo_open(struct foo *f)
{
	int err = mid(f);

	if (err)
		return err;
	spin_lock(&f->lock);
	count(f);
	spin_unlock(&f->lock);
	return 0;
}

int foo_reopen(struct foo *f)
{
	spin_lock(&f->lock);
	count(f);
	spin_unlock(&f->lock);
	return mid(f);
}
