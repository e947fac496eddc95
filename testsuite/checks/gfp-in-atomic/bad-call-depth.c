// SPDX-License-Identifier: GPL-2.0-only
/* The lock is 1 to 4 calls away from the allocation. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	void *buf[5];
};

static void leaf1(struct foo *f)
{
	f->buf[1] = kzalloc(8, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
}

static void leaf3(struct foo *f)
{
	f->buf[3] = kzalloc(8, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
}

static void mid3b(struct foo *f)
{
	leaf3(f);				/* step: call "leaf3" */
}

static void mid3a(struct foo *f)
{
	mid3b(f);				/* step: call "mid3b" */
}

static void leaf4(struct foo *f)
{
	f->buf[4] = kzalloc(8, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
}

static void mid4c(struct foo *f) { leaf4(f); }	/* step: call "leaf4" */
static void mid4b(struct foo *f) { mid4c(f); }	/* step: call "mid4c" */
static void mid4a(struct foo *f) { mid4b(f); }	/* step: call "mid4b" */

void foo_one(struct foo *f)
{
	spin_lock(&f->lock);			/* step: lock "f->lock" */
	leaf1(f);				/* step: call "leaf1" */
	spin_unlock(&f->lock);
}

void foo_deep(struct foo *f)
{
	spin_lock_bh(&f->lock);			/* step: lock "f->lock" */
	mid3a(f);				/* step: call "mid3a" */
	mid4a(f);				/* step: call "mid4a" */
	spin_unlock_bh(&f->lock);
}
