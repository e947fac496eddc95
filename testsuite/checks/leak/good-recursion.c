// SPDX-License-Identifier: GPL-2.0-only
/* A tree is built and released by functions that call themselves. */
#include <linux/slab.h>

struct tree {
	struct tree *left, *right;
};

static void tree_free(struct tree *t)
{
	if (!t)
		return;
	tree_free(t->left);
	tree_free(t->right);
	kfree(t);
}

static struct tree *tree_build(int depth)
{
	struct tree *t;

	if (!depth)
		return NULL;
	t = kzalloc(sizeof(*t), GFP_KERNEL);
	if (!t)
		return NULL;
	t->left = tree_build(depth - 1);
	t->right = tree_build(depth - 1);
	if (depth > 1 && (!t->left || !t->right)) {
		tree_free(t);
		return NULL;
	}
	return t;
}

int tree_try(void)
{
	struct tree *t = tree_build(3);

	tree_free(t);
	return 0;
}
