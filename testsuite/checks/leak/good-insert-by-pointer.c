// SPDX-License-Identifier: GPL-2.0-only
/* Linked in through a pointer to a pointer. */
#include <linux/slab.h>

struct node {
	struct node *next;
	int key;
};

struct node *node_add(struct node **root, int key)
{
	struct node **at = root, *n;

	while (*at && (*at)->key < key)
		at = &(*at)->next;
	n = kmalloc(sizeof(*n), GFP_KERNEL);
	if (!n)
		return NULL;
	n->key = key;
	n->next = *at;
	*at = n;
	return *root;
}

int node_hash(struct node **bucket, int key)
{
	struct node *n = kmalloc(sizeof(*n), GFP_KERNEL);

	if (!n)
		return -ENOMEM;
	n->key = key;
	n->next = bucket[key & 7];
	bucket[key & 7] = n;
	return 0;
}
