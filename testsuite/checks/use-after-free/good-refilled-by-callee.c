// SPDX-License-Identifier: GPL-2.0-only
/* The callee puts a new object in the place of the released one. */
#include <linux/slab.h>

struct frame {
	int nr;
};

struct film {
	struct frame *cur;
};

static int film_next(struct film *f, int nr)
{
	f->cur = kzalloc(sizeof(*f->cur), GFP_KERNEL);
	if (!f->cur)
		return -ENOMEM;
	f->cur->nr = nr;
	return 0;
}

int film_step(struct film *f)
{
	int nr = f->cur->nr;

	kfree(f->cur);
	if (film_next(f, nr + 1))
		return -ENOMEM;
	return f->cur->nr;
}
