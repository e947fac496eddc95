// SPDX-License-Identifier: GPL-2.0-only
/*
 * Here vmalloc does not wait when it must not.
 * version: 7.1
 */
#include <linux/slab.h>
#include <linux/vmalloc.h>

void *table(size_t n)
{
	return kvmalloc(n, GFP_ATOMIC);
}

void *dump(size_t n)
{
	return __vmalloc(n, GFP_NOWAIT);
}
