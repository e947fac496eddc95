// SPDX-License-Identifier: GPL-2.0-only
/* A local, an array of locals, a static: none of these was allocated. */
#include <linux/slab.h>

struct tile {
	int colour;
};

int tile_lay(struct tile *t);

int tile_try(bool big)
{
	struct tile t = { .colour = 1 }, *p = &t;
	int err;

	if (big) {
		p = kzalloc(sizeof(*p), GFP_KERNEL);
		if (!p)
			return -ENOMEM;
	}
	err = tile_lay(p);
	kfree(p);			/* expect: mismatched-free "kfree.*stack" */
	return err;
}

int tile_static(void)
{
	static struct tile t;
	struct tile *p = &t;
	int err = tile_lay(p);

	kfree(p);			/* expect: mismatched-free "kfree.*static" */
	return err;
}
