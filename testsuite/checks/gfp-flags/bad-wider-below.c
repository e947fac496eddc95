// SPDX-License-Identifier: GPL-2.0-only
/* The helper is not given the flags. */
#include <linux/slab.h>

struct chunk {
	void *map, *pages;
};

static int chunk_map(struct chunk *c)
{
	c->map = kzalloc(4096, GFP_KERNEL);	/* expect: reclaim-recursion "although 'gfp' of chunk_alloc.. may forbid it" */
	return c->map ? 0 : -ENOMEM;
}

int chunk_alloc(struct chunk *c, gfp_t gfp)
{
	c->pages = kmalloc(64, gfp);
	if (!gfpflags_allow_blocking(gfp))
		return 0;
	return chunk_map(c);			/* step: call "does not pass its flags on to chunk_map" */
}
