// SPDX-License-Identifier: GPL-2.0-only
/* Another pointer walks through the text, or walks back. */
#include <linux/slab.h>

int text_read(char *to, int n);

int text_skip(int n)
{
	char *s = kzalloc(n + 1, GFP_KERNEL), *at;

	if (!s)
		return -ENOMEM;
	text_read(s, n);
	for (at = s; *at; at++)
		if (*at == ' ')
			break;
	n = at - s;
	kfree(s);
	return n;
}

int text_end(int n)
{
	char *s = kzalloc(n + 1, GFP_KERNEL);
	int len = 0;

	if (!s)
		return -ENOMEM;
	text_read(s, n);
	while (*s) {
		s++;
		len++;
	}
	s -= len;
	kfree(s);
	return len;
}
