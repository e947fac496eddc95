// SPDX-License-Identifier: GPL-2.0-only
/* foo_lock() and foo_unlock() live in their own file. */
//--- foo.h
#include <linux/spinlock.h>

struct foo {
	spinlock_t lock;
	unsigned long flags;
	void *buf;
};

void foo_lock(struct foo *f);
void foo_unlock(struct foo *f);
//--- lock.c
#include "foo.h"

void foo_lock(struct foo *f)
{
	spin_lock_irqsave(&f->lock, f->flags);	/* step: lock "f->lock" */
}

void foo_unlock(struct foo *f)
{
	spin_unlock_irqrestore(&f->lock, f->flags);
}
//--- use.c
#include <linux/slab.h>
#include "foo.h"

int foo_fill(struct foo *f)
{
	foo_lock(f);
	f->buf = kmalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kmalloc.*GFP_KERNEL" */
	foo_unlock(f);
	return f->buf ? 0 : -ENOMEM;
}

int foo_refill(struct foo *f)
{
	foo_lock(f);
	f->buf = NULL;
	foo_unlock(f);
	f->buf = kmalloc(64, GFP_KERNEL);
	return f->buf ? 0 : -ENOMEM;
}
