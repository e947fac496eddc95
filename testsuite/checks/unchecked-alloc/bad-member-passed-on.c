// SPDX-License-Identifier: GPL-2.0-only
/* The address of a member of NULL is passed to what writes it. */
#include <linux/list.h>
#include <linux/slab.h>

struct brick {
	int weight;
	struct list_head wall;
};

struct list_head *brick_new(void)
{
	struct brick *b = kmalloc(sizeof(*b), GFP_KERNEL);	/* expect: unchecked-alloc "kmalloc" */

	INIT_LIST_HEAD(&b->wall);
	return &b->wall;
}
