// SPDX-License-Identifier: GPL-2.0-only
/* GFP_ATOMIC and a mask that may wait, in one. */
#include <linux/slab.h>

void *both(size_t n)
{
	return kmalloc(n, GFP_ATOMIC | GFP_KERNEL);	/* expect: gfp-flags "wait" */
}
