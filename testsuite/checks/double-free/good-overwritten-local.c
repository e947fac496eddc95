// SPDX-License-Identifier: GPL-2.0-only
/* A record on the stack that holds a released pointer is written as a whole by a function that nobody knows. */
#include <linux/slab.h>
#include <linux/string.h>

struct shelf {
	void *book, *lamp;
};

void shelf_fill(struct shelf *s);

int shelf_twice(int n)
{
	struct shelf s;

	s.book = kmalloc(n, GFP_KERNEL);
	if (!s.book)
		return -ENOMEM;
	kfree(s.book);
	shelf_fill(&s);
	kfree(s.book);
	return 0;
}
