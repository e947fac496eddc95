// SPDX-License-Identifier: GPL-2.0-only
/* Whether reclaim may do everything is another question than whether it may wait. */
#include <linux/mutex.h>
#include <linux/slab.h>

static int nr;

bool page_release(void *page, gfp_t gfp)
{
	if ((gfp & GFP_KERNEL) != GFP_KERNEL)
		return false;
	nr--;
	return true;
}

void *area_alloc(size_t n, gfp_t gfp)
{
	if (!gfpflags_allow_blocking(gfp))
		return NULL;
	return kmalloc(n, gfp);
}
