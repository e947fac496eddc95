// SPDX-License-Identifier: GPL-2.0-only
/* Dereferenced first, tested then. */
#include <linux/slab.h>

struct tray {
	int depth;
};

struct tray *tray_new(int depth)
{
	struct tray *t = kmalloc(sizeof(*t), GFP_KERNEL);	/* expect: unchecked-alloc "kmalloc" */

	t->depth = depth;
	if (!t)
		return NULL;
	return t;
}
