// SPDX-License-Identifier: GPL-2.0-only
/* One callee can do without the name, but the name was stored before, where others rely on it. */
#include <linux/slab.h>
#include <linux/string.h>

struct buoy {
	const char *name;
	int light;
};

int buoy_moor(struct buoy *b);

static int buoy_label(const char *label)
{
	if (!label)
		return 0;
	return label[0];
}

int buoy_compare(struct buoy *b)
{
	return b->name[0] - 'a';
}

int buoy_init(struct buoy *b, const char *name)
{
	b->name = kstrdup(name, GFP_KERNEL);	/* expect: unchecked-alloc "kstrdup\(\) may fail, and its result is stored" */
	buoy_moor(b);
	b->light = buoy_label(b->name);
	return 0;
}
