// SPDX-License-Identifier: GPL-2.0-only
/* GFP_NOFS may wait, too. */
#include <linux/mutex.h>
#include <linux/slab.h>

static DEFINE_MUTEX(lock);
static void *reserve;

void *area_alloc(size_t n, gfp_t gfp)
{
	bool atomic = (gfp & GFP_KERNEL) != GFP_KERNEL;	/* expect: needless-atomic "gfpflags_allow_blocking.gfp." */
	void *p;

	if (atomic)
		return reserve;
	mutex_lock(&lock);
	p = kmalloc(n, gfp);
	mutex_unlock(&lock);
	return p;
}
