// SPDX-License-Identifier: GPL-2.0-only
/* Allocated under one condition, released under another. */
#include <linux/slab.h>

int frame_draw(void *line, void *shadow);

int frame_update(int width, bool shaded, bool wide)
{
	void *line, *shadow = NULL;
	int err;

	line = kmalloc(width, GFP_KERNEL);
	if (!line)
		return -ENOMEM;
	if (shaded) {
		shadow = kmalloc(width, GFP_KERNEL);
		if (!shadow) {
			kfree(line);
			return -ENOMEM;
		}
	}
	err = frame_draw(line, shadow);
	if (wide)
		kfree(shadow);
	kfree(line);
	return err;				/* expect: leak "'shadow' from kmalloc" */
}
