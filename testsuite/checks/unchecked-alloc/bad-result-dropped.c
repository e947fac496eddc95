// SPDX-License-Identifier: GPL-2.0-only
/* The callee says that it got no memory, and nobody listens. */
#include <linux/slab.h>
#include <linux/string.h>

struct tap {
	char *buf;
	int nr;
};

static int tap_map(struct tap *t)
{
	t->buf = kmalloc(64, GFP_KERNEL);
	return !t->buf;
}

void tap_fill(struct tap *t)
{
	t->buf[0] = t->nr;
}

void tap_open(struct tap *t)
{
	t->nr = 0;
	tap_map(t);			/* expect: unchecked-alloc "tap_map\(\) may fail to allocate, and nobody asks" */
}

int tap_open_well(struct tap *t)
{
	if (tap_map(t))
		return -ENOMEM;
	return 0;
}
