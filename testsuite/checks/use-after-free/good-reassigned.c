// SPDX-License-Identifier: GPL-2.0-only
/* The variable has got another value. */
#include <linux/slab.h>

struct page_of_book {
	struct page_of_book *next;
	int nr;
};

int book_turn(struct page_of_book *p)
{
	struct page_of_book *next = p->next;

	kfree(p);
	p = next;
	return p ? p->nr : 0;
}

int book_copy(int nr)
{
	struct page_of_book *p = kzalloc(sizeof(*p), GFP_KERNEL);

	kfree(p);
	p = kzalloc(sizeof(*p), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	p->nr = nr;
	nr = p->nr + 1;
	kfree(p);
	return nr;
}
