// SPDX-License-Identifier: GPL-2.0-only
/* More urgent than others, and it may wait: that is no contradiction. */
#include <linux/slab.h>

void *urgent(size_t n)
{
	return kmalloc(n, GFP_NOIO | __GFP_HIGH);
}
