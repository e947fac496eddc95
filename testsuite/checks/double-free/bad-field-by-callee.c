// SPDX-License-Identifier: GPL-2.0-only
/* The callee releases a member on its own failure and leaves the pointer; its caller's destructor does it again. */
#include <linux/slab.h>

struct loom {
	u32 *warp;
	u32 *weft;
};

static int loom_thread(struct loom *l, int n)
{
	l->warp = kcalloc(n, sizeof(u32), GFP_KERNEL);
	if (!l->warp)
		return -ENOMEM;
	l->weft = kcalloc(n, sizeof(u32), GFP_KERNEL);
	if (!l->weft) {
		kfree(l->warp);
		return -ENOMEM;
	}
	return 0;
}

static void loom_free(struct loom *l)
{
	kfree(l->weft);
	kfree(l->warp);
	kfree(l);
}

struct loom *loom_new(int n)
{
	struct loom *l = kzalloc(sizeof(*l), GFP_KERNEL);

	if (!l)
		return NULL;
	if (loom_thread(l, n)) {	/* step: free "loom_thread" */
		loom_free(l);		/* expect: double-free "loom_free" */
		return NULL;
	}
	return l;
}
