// SPDX-License-Identifier: GPL-2.0-only
/* The helper asks for no more than what was tested. */
#include <linux/slab.h>

struct chunk {
	void *map, *pages;
};

static int chunk_map(struct chunk *c)
{
	c->map = kzalloc(4096, GFP_NOIO);
	return c->map ? 0 : -ENOMEM;
}

static int chunk_more(struct chunk *c)
{
	c->map = kzalloc(4096, GFP_KERNEL);
	return c->map ? 0 : -ENOMEM;
}

int chunk_alloc(struct chunk *c, gfp_t gfp)
{
	c->pages = kmalloc(64, gfp);
	if (!gfpflags_allow_blocking(gfp))
		return 0;
	if (gfp == GFP_KERNEL)
		return chunk_more(c);
	return chunk_map(c);
}
