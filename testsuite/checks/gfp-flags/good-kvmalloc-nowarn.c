// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who asks not to be warned expects it to fail: that is low.
 * version: 6.1 6.12
 * run: --min-confidence=medium
 */
#include <linux/slab.h>

void *table(size_t n)
{
	return kvmalloc(n, GFP_ATOMIC | __GFP_NOWARN);
}
