// SPDX-License-Identifier: GPL-2.0-only
/* Released before the jump, and again at the label. */
#include <linux/slab.h>

int oar_row(void *left, void *right);

int oar_try(void)
{
	void *left, *right;
	int err = -ENOMEM;

	left = kmalloc(8, GFP_KERNEL);
	if (!left)
		return -ENOMEM;
	right = kmalloc(8, GFP_KERNEL);
	if (!right) {
		kfree(left);		/* step: free "kfree" */
		goto out;
	}
	err = oar_row(left, right);
	kfree(right);
out:
	kfree(left);			/* expect: double-free "'left' from kmalloc" */
	return err;
}
