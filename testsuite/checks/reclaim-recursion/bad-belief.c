// SPDX-License-Identifier: GPL-2.0-only
/* Two functions of a filesystem say GFP_NOFS; what they call for help says GFP_KERNEL. */
#include <linux/slab.h>

struct map {
	void *a, *b;
};

static void *map_fill(struct map *m)
{
	m->b = kmalloc(64, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
	return m->b;
}

int map_write(struct map *m)
{
	m->a = kmalloc(64, GFP_NOFS);
	return m->a && map_fill(m) ? 0 : -ENOMEM;
}

int map_sync(struct map *m)
{
	m->a = kmalloc(32, GFP_NOFS);
	return m->a && map_fill(m) ? 0 : -ENOMEM;
}
