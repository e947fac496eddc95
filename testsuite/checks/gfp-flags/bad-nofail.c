// SPDX-License-Identifier: GPL-2.0-only
/* Promises that the allocator cannot keep. */
#include <linux/slab.h>

void *nofail_atomic(void)
{
	return kmalloc(64, GFP_ATOMIC | __GFP_NOFAIL);	/* expect: gfp-flags "__GFP_NOFAIL but without __GFP_DIRECT_RECLAIM" */
}

void *nofail_noretry(void)
{
	return kmalloc(64, GFP_KERNEL | __GFP_NOFAIL | __GFP_NORETRY);	/* expect: gfp-flags "contradict each other" */
}

void *two_efforts(void)
{
	return kmalloc(64, GFP_KERNEL | __GFP_RETRY_MAYFAIL | __GFP_NORETRY);	/* expect: gfp-flags "contradict each other" */
}

void *reserves(void)
{
	return kmalloc(64, GFP_NOIO | __GFP_MEMALLOC | __GFP_NOMEMALLOC);	/* expect: gfp-flags "__GFP_NOMEMALLOC wins" */
}

/* the test says so: it may not wait here */
void *tested(size_t n, gfp_t gfp)
{
	if (gfpflags_allow_blocking(gfp))
		return kmalloc(n, gfp);
	return kmalloc(n, gfp | __GFP_NOFAIL);	/* expect: gfp-flags "__GFP_NOFAIL" */
}
