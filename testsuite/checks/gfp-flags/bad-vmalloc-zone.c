// SPDX-License-Identifier: GPL-2.0-only
/*
 * It takes only some flags now.
 * version: 7.1
 */
#include <linux/vmalloc.h>

void *high(size_t n)
{
	return __vmalloc(n, GFP_KERNEL | __GFP_HIGHMEM);	/* expect: gfp-flags "warns and drops the flag" */
}
