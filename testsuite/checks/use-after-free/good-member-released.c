// SPDX-License-Identifier: GPL-2.0-only
/* A member is released, what holds it lives. */
#include <linux/slab.h>

struct nest {
	void *eggs;
	int nr;
};

void nest_rob(struct nest *n)
{
	kfree(n->eggs);
	n->eggs = NULL;
	n->nr = 0;
}

int nest_refill(struct nest *n, int nr)
{
	nest_rob(n);
	n->eggs = kmalloc(nr, GFP_KERNEL);
	if (!n->eggs)
		return -ENOMEM;
	*(char *)n->eggs = 1;
	n->nr = nr;
	return 0;
}
