// SPDX-License-Identifier: GPL-2.0-only
/* __free(kfree) of what kvmalloc() returned. */
#include <linux/slab.h>

int sea_sail(const void *sea);

int sea_try(size_t n)
{
	void *sea __free(kfree) = kvmalloc(n, GFP_KERNEL);

	if (!sea)
		return -ENOMEM;
	return sea_sail(sea);		/* expect: mismatched-free "'sea' from kvmalloc" */
}
