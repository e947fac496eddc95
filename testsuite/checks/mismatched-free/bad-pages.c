// SPDX-License-Identifier: GPL-2.0-only
/* Pages and kfree(); a struct page and free_pages(). */
#include <linux/gfp.h>
#include <linux/slab.h>

int wall_paint(char *wall);

int wall_try(void)
{
	char *wall = (char *)__get_free_page(GFP_KERNEL);
	int err;

	if (!wall)
		return -ENOMEM;
	err = wall_paint(wall);
	kfree(wall);			/* expect: mismatched-free "get_free_page.*kfree" */
	return err;
}

int wall_other(struct page **out)
{
	struct page *p = alloc_pages(GFP_KERNEL, 2);

	if (!p)
		return -ENOMEM;
	if (!out) {
		free_pages((unsigned long)p, 2);	/* expect: mismatched-free "alloc_pages.*free_pages" */
		return -EINVAL;
	}
	*out = p;
	return 0;
}
