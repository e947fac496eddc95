// SPDX-License-Identifier: GPL-2.0-only
/* krealloc() has released the old block when it succeeds. */
#include <linux/slab.h>

int hose_pump(char *hose, size_t n);

int hose_extend(size_t n)
{
	char *hose = kmalloc(n, GFP_KERNEL), *longer;
	int err;

	if (!hose)
		return -ENOMEM;
	longer = krealloc(hose, 2 * n, GFP_KERNEL);	/* step: free "krealloc" */
	if (!longer) {
		kfree(hose);
		return -ENOMEM;
	}
	err = hose_pump(longer, 2 * n);
	kfree(longer);
	kfree(hose);			/* expect: double-free "'hose'" */
	return err;
}
