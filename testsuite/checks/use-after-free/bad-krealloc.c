// SPDX-License-Identifier: GPL-2.0-only
/* The old address after krealloc() has moved the block. */
#include <linux/slab.h>

int scroll_more(char **text, size_t n)
{
	char *old = *text, *text2;

	text2 = krealloc(old, 2 * n, GFP_KERNEL);
	if (!text2)
		return -ENOMEM;
	*text = text2;
	return old[0];			/* expect: use-after-free "after its release" */
}
