// SPDX-License-Identifier: GPL-2.0-only
/* The pointer that walked through the text is released where it stopped. */
#include <linux/slab.h>

int text_read(char *to, int n);

int text_skip(int n)
{
	char *s = kzalloc(n + 1, GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	text_read(s, n);
	for (; *s; s++)
		if (*s == ' ')
			break;
	kfree(s);				/* expect: mismatched-free "inside" */
	return 0;
}
