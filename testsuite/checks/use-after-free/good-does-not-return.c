// SPDX-License-Identifier: GPL-2.0-only
/* There is no way from the release to the use. */
#include <linux/kernel.h>
#include <linux/slab.h>

struct bomb {
	int fuse;
};

int bomb_cut(struct bomb *b, int wire)
{
	if (wire > 2) {
		kfree(b);
		panic("wire %d\n", wire);
	}
	return b->fuse;
}

int bomb_goto(struct bomb *b, int wire)
{
	int err = 0;

	if (wire < 0) {
		err = -EINVAL;
		goto free;
	}
	b->fuse = wire;
	return 0;
free:
	kfree(b);
	return err;
}
