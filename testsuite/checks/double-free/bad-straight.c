// SPDX-License-Identifier: GPL-2.0-only
/* Twice in a row, on one of two paths. */
#include <linux/slab.h>

int vase_fill(void *v);

int vase_try(void)
{
	void *v = kmalloc(8, GFP_KERNEL);
	int err;

	if (!v)
		return -ENOMEM;
	err = vase_fill(v);
	if (err)
		kfree(v);		/* step: free "kfree" */
	kfree(v);			/* expect: double-free "'v' from kmalloc" */
	return err;
}
