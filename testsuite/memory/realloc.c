// SPDX-License-Identifier: GPL-2.0-only
/* The old memory goes when there is new one; a failure leaves the member as it was. */
#include <linux/slab.h>

struct shelf {
	int *book;
	unsigned int nr;
};

int shelf_grow(struct shelf *s, unsigned int nr)
{
	int *more = krealloc(s->book, nr * sizeof(*more), GFP_KERNEL);

	if (!more)
		return -ENOMEM;
	s->book = more;
	s->nr = nr;
	return 0;
}
