// SPDX-License-Identifier: GPL-2.0-only
/* The same with an array of the function's own. */
#include <linux/slab.h>

int tiles_draw(void **tile, int nr);

int tiles_show(void)
{
	void *tile[4] = { NULL };
	int i, err = -ENOMEM;

	for (i = 0; i < 4; i++) {
		tile[i] = kmalloc(64, GFP_KERNEL);
		if (!tile[i])
			goto out;
	}
	err = tiles_draw(tile, 4);
out:
	for (i = 0; i < 4; i++)
		kfree(tile[i]);
	return err;
}
