// SPDX-License-Identifier: GPL-2.0-only
/* The cases of a switch release what the stages before them allocated. */
#include <linux/slab.h>

int stage_run(int stage, void *a, void *b);

int stages(void)
{
	void *a = NULL, *b = NULL;
	int stage = 0, err = -ENOMEM;

	a = kmalloc(8, GFP_KERNEL);
	if (!a)
		goto fail;
	stage = 1;
	b = kmalloc(8, GFP_KERNEL);
	if (!b)
		goto fail;
	stage = 2;
	err = stage_run(stage, a, b);
fail:
	switch (stage) {
	case 2:
		kfree(b);
		fallthrough;
	case 1:
		kfree(a);
		fallthrough;
	default:
		return err;
	}
}
