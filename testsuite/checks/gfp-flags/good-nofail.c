// SPDX-License-Identifier: GPL-2.0-only
/* Efforts that the mask allows. */
#include <linux/slab.h>

void *nofail(size_t n)
{
	return kmalloc(n, GFP_NOFS | __GFP_NOFAIL);
}

void *nofail_if_it_may(size_t n, gfp_t gfp)
{
	if (gfpflags_allow_blocking(gfp))
		gfp |= __GFP_NOFAIL;
	return kmalloc(n, gfp);
}

void *both_kinds(size_t n)
{
	void *p = nofail_if_it_may(n, GFP_ATOMIC);

	return p ? p : nofail_if_it_may(n, GFP_KERNEL);
}

void *try_hard(size_t n)
{
	return kmalloc(n, GFP_KERNEL | __GFP_RETRY_MAYFAIL);
}
