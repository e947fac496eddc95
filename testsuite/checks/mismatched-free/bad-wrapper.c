// SPDX-License-Identifier: GPL-2.0-only
/* The allocator and the destructor are functions of this file, and do not fit. */
#include <linux/slab.h>
#include <linux/vmalloc.h>

struct map {
	int scale;
};

static struct map *map_alloc(int scale)
{
	struct map *m = vzalloc(sizeof(*m));

	if (m)
		m->scale = scale;
	return m;
}

static void map_release(struct map *m)
{
	if (m)
		kfree(m);
}

int map_use(int scale)
{
	struct map *m = map_alloc(scale);

	if (!m)
		return -ENOMEM;
	scale = m->scale;
	map_release(m);			/* expect: mismatched-free "'m' from map_alloc" */
	return scale;
}
