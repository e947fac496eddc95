// SPDX-License-Identifier: GPL-2.0-only
/* Reader and writer side of rwlock_t. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct table {
	rwlock_t lock;
	void *rows;
};

int table_read(struct table *t)
{
	read_lock(&t->lock);
	t->rows = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	read_unlock(&t->lock);
	return t->rows ? 0 : -ENOMEM;
}

int table_read_bh(struct table *t)
{
	read_lock_bh(&t->lock);
	t->rows = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	read_unlock_bh(&t->lock);
	return t->rows ? 0 : -ENOMEM;
}

int table_write(struct table *t)
{
	write_lock(&t->lock);			/* step: lock "t->lock" */
	t->rows = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	write_unlock(&t->lock);
	return t->rows ? 0 : -ENOMEM;
}

int table_write_irqsave(struct table *t)
{
	unsigned long flags;

	write_lock_irqsave(&t->lock, flags);	/* step: lock "t->lock" */
	t->rows = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	write_unlock_irqrestore(&t->lock, flags);
	return t->rows ? 0 : -ENOMEM;
}

int table_write_bh(struct table *t)
{
	write_lock_bh(&t->lock);
	t->rows = kzalloc(64, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	write_unlock_bh(&t->lock);
	return t->rows ? 0 : -ENOMEM;
}
