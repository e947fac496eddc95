// SPDX-License-Identifier: GPL-2.0-only
/* One allocation follows the caller's flags, the other does not. */
#include <linux/slab.h>

struct buf {
	void *head, *data;
};

int buf_alloc(struct buf *b, size_t n, gfp_t gfp_mask)
{
	b->head = kmalloc(64, gfp_mask);
	b->data = kzalloc(n, GFP_KERNEL);	/* expect: reclaim-recursion "kzalloc.. with GFP_KERNEL although the caller's 'gfp_mask' may forbid it" */
	return b->head && b->data ? 0 : -ENOMEM;
}

/* that it may wait does not say that it may enter the filesystem */
int buf_grow(struct buf *b, size_t n, gfp_t gfp)
{
	if (!gfpflags_allow_blocking(gfp))
		return -ENOMEM;
	b->data = kzalloc(n, GFP_KERNEL);	/* expect: reclaim-recursion "GFP_KERNEL" */
	return 0;
}
