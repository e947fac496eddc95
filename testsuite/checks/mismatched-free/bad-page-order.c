// SPDX-License-Identifier: GPL-2.0-only
/* Four pages allocated, one released. */
#include <linux/gfp.h>
#include <linux/kernel.h>

int deck_build(struct page *p);

int deck_try(void)
{
	struct page *p = alloc_pages(GFP_KERNEL, 2);
	int err;

	if (!p)
		return -ENOMEM;
	err = deck_build(p);
	__free_pages(p, 0);		/* expect: mismatched-free "alloc_pages" */
	return err;
}
