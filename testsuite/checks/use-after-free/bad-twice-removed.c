// SPDX-License-Identifier: GPL-2.0-only
/* The callee releases the member of the object it is given; the caller has a copy of the pointer. */
#include <linux/slab.h>

struct tool {
	int wear;
};

struct belt {
	struct tool *tool;
};

static void belt_drop(struct belt *b)
{
	kfree(b->tool);
	b->tool = NULL;
}

int belt_use(struct belt *b)
{
	struct tool *t = b->tool;

	if (t->wear > 9)
		belt_drop(b);		/* step: free "belt_drop" */
	t->wear++;			/* expect: use-after-free "after its release" */
	return 0;
}
