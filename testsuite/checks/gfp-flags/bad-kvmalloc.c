// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmalloc does not work without waiting.
 * version: 6.1 6.12
 */
#include <linux/slab.h>
#include <linux/vmalloc.h>

void *table(size_t n)
{
	return kvmalloc(n, GFP_ATOMIC);		/* expect: gfp-flags "does not fall back to vmalloc" */
}

void *dump(size_t n)
{
	return __vmalloc(n, GFP_NOWAIT);	/* expect: gfp-flags "vmalloc may sleep whatever" */
}

/* no more than a page */
void *small(void)
{
	return kvmalloc(512, GFP_ATOMIC);
}

void *waits(size_t n)
{
	return kvmalloc(n, GFP_NOFS);
}
