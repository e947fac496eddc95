// SPDX-License-Identifier: GPL-2.0-only
/* kvfree() takes all three. */
#include <linux/slab.h>
#include <linux/vmalloc.h>

int hill_climb(void *hill);

int hill_try(size_t n, int how)
{
	void *hill;
	int err;

	if (how == 0)
		hill = kmalloc(n, GFP_KERNEL);
	else if (how == 1)
		hill = vmalloc(n);
	else
		hill = kvmalloc(n, GFP_KERNEL);
	if (!hill)
		return -ENOMEM;
	err = hill_climb(hill);
	kvfree(hill);
	return err;
}
