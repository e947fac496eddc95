// SPDX-License-Identifier: GPL-2.0-only
/* One error path takes the label below the release. */
#include <linux/slab.h>

int lamp_check(int level);
int lamp_write(const void *frame, int level);

int lamp_set(int level)
{
	void *frame = kmalloc(32, GFP_KERNEL);
	int err = -ENOMEM;

	if (!frame)
		goto out;
	err = lamp_check(level);
	if (err)
		goto out;
	err = lamp_write(frame, level);
	if (err)
		goto free_frame;
free_frame:
	kfree(frame);
out:
	return err;				/* expect: leak "'frame' from kmalloc" */
}
