// SPDX-License-Identifier: GPL-2.0-only
/* The step to the next entry reads the released one. */
#include <linux/list.h>
#include <linux/slab.h>

struct crumb {
	struct list_head trail;
};

void crumbs_eat(struct list_head *trail)
{
	struct crumb *c;

	list_for_each_entry(c, trail, trail) {	/* expect: use-after-free "after its release" */
		kfree(c);			/* step: free "kfree" */
	}
}
