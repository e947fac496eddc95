// SPDX-License-Identifier: GPL-2.0-only
/* No more than the caller allows. */
#include <linux/slab.h>

struct buf {
	void *head, *data;
};

int buf_atomic(struct buf *b, size_t n, gfp_t gfp)
{
	b->head = kmalloc(64, gfp);
	b->data = kmalloc(n, GFP_ATOMIC);
	return 0;
}

int buf_noio(struct buf *b, size_t n, gfp_t gfp)
{
	b->head = kmalloc(64, gfp);
	if (gfpflags_allow_blocking(gfp))
		b->data = kmalloc(n, GFP_NOIO);
	return 0;
}

int buf_full(struct buf *b, size_t n, gfp_t gfp)
{
	b->head = kmalloc(64, gfp);
	if ((gfp & GFP_KERNEL) == GFP_KERNEL)
		b->data = kmalloc(n, GFP_KERNEL);
	return 0;
}

int buf_own(struct buf *b, size_t n, gfp_t gfp)
{
	gfp = GFP_KERNEL;
	b->data = kmalloc(n, gfp);
	return 0;
}
