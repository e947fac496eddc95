// SPDX-License-Identifier: GPL-2.0-only
/* The call graph has a cycle between the lock and the allocation. */
#include <linux/slab.h>
#include <linux/spinlock.h>

struct node {
	struct node *child;
	void *data;
};

struct tree {
	spinlock_t lock;
	struct node *root;
};

static void fill_data(struct node *n, int depth);

static void fill(struct node *n, int depth)
{
	if (n)
		fill_data(n, depth + 1);
}

static void fill_data(struct node *n, int depth)
{
	n->data = kzalloc(8, GFP_KERNEL);	/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL" */
	if (depth < 8)
		fill(n->child, depth);
}

void tree_fill(struct tree *t)
{
	spin_lock(&t->lock);			/* step: lock "t->lock" */
	fill(t->root, 0);
	spin_unlock(&t->lock);
}
