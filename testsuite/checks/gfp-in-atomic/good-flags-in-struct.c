// SPDX-License-Identifier: GPL-2.0-only
/* Flags that come out of memory are unknown: no claim without proof. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	gfp_t gfp;
	void *buf;
};

int foo_push(struct foo *f)
{
	spin_lock(&f->lock);
	f->buf = kzalloc(64, f->gfp);
	spin_unlock(&f->lock);
	return f->buf ? 0 : -ENOMEM;
}
