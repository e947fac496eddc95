// SPDX-License-Identifier: GPL-2.0-only
/* vmalloc() and kfree(), kmalloc() and vfree(). */
#include <linux/slab.h>
#include <linux/vmalloc.h>

int map_draw(void *map);

int map_try(size_t n)
{
	void *map = vmalloc(n);
	int err;

	if (!map)
		return -ENOMEM;
	err = map_draw(map);
	kfree(map);			/* expect: mismatched-free "'map' from vmalloc.*kfree" */
	return err;
}

int map_small(size_t n)
{
	void *map = kmalloc(n, GFP_KERNEL);
	int err;

	if (!map)
		return -ENOMEM;
	err = map_draw(map);
	vfree(map);			/* expect: mismatched-free "'map' from kmalloc.*vfree" */
	return err;
}
