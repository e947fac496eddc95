// SPDX-License-Identifier: GPL-2.0-only
/* The result goes to another variable until it is known. */
#include <linux/slab.h>

struct text {
	char *at;
	size_t len, room;
};

int text_put(struct text *t, char c)
{
	if (t->len == t->room) {
		char *more = krealloc(t->at, t->room + 64, GFP_KERNEL);

		if (!more)
			return -ENOMEM;
		t->at = more;
		t->room += 64;
	}
	t->at[t->len++] = c;
	return 0;
}

char *text_twice(char *at, size_t n)
{
	char *p = kmalloc(n, GFP_KERNEL), *q;

	if (!p)
		return NULL;
	p[0] = at[0];
	q = krealloc(p, 2 * n, GFP_KERNEL);
	if (!q) {
		kfree(p);
		return NULL;
	}
	return q;
}
