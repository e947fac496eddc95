// SPDX-License-Identifier: GPL-2.0-only
/* rwlock_t left before the allocation. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct table {
	rwlock_t lock;
	unsigned int nr;
	void *rows;
};

int table_copy(struct table *t)
{
	unsigned int nr;

	read_lock(&t->lock);
	nr = t->nr;
	read_unlock(&t->lock);
	t->rows = kcalloc(nr, 8, GFP_KERNEL);
	return t->rows ? 0 : -ENOMEM;
}

int table_set(struct table *t)
{
	unsigned long flags;

	write_lock_irqsave(&t->lock, flags);
	t->nr++;
	write_unlock_irqrestore(&t->lock, flags);
	t->rows = kcalloc(4, 8, GFP_KERNEL);
	return t->rows ? 0 : -ENOMEM;
}
