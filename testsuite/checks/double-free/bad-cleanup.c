// SPDX-License-Identifier: GPL-2.0-only
/* __free() releases at the end of the scope what was released by hand. */
#include <linux/slab.h>

int kite_fly(const char *k);

int kite_try(void)
{
	char *k __free(kfree) = kmalloc(8, GFP_KERNEL);

	if (!k)
		return -ENOMEM;
	if (kite_fly(k)) {
		kfree(k);		/* step: free "kfree" */
		return -EIO;		/* expect: double-free "'k' from kmalloc" */
	}
	return 0;
}
