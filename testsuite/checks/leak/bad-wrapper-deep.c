// SPDX-License-Identifier: GPL-2.0-only
/* Three levels of allocators, two of destructors. */
#include <linux/slab.h>

struct node {
	int depth;
};

static struct node *node_raw(gfp_t gfp)
{
	return kmalloc(sizeof(struct node), gfp);
}

static struct node *node_at(int depth, gfp_t gfp)
{
	struct node *n = node_raw(gfp);

	if (!n)
		return NULL;
	n->depth = depth;
	return n;
}

static struct node *node_root(void)
{
	return node_at(0, GFP_KERNEL);
}

static void node_drop(struct node *n)
{
	kfree(n);
}

static void node_put(struct node *n)
{
	if (n)
		node_drop(n);
}

int node_try(int (*test)(int depth))
{
	struct node *n = node_root();		/* step: alloc "node_root" */

	if (!n)
		return -ENOMEM;
	if (test(n->depth))
		return -EBUSY;			/* expect: leak "'n' from node_root" */
	node_put(n);
	return 0;
}
