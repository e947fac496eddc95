// SPDX-License-Identifier: GPL-2.0-only
/* The callee releases the names of the elements, but nothing else that they hold. */
#include <linux/slab.h>

struct cell {
	char *name, *honey;
};

struct comb {
	struct cell *cell;
	int nr;
};

static void comb_clear(struct comb *c)
{
	for (int i = 0; i < c->nr; i++)
		kfree(c->cell[i].name);
	kfree(c->cell);
}

int comb_queen(int nr)
{
	struct comb c = { .nr = nr };

	c.cell = kcalloc(nr, sizeof(*c.cell), GFP_KERNEL);
	if (!c.cell)
		return -ENOMEM;
	c.cell[0].honey = kmalloc(8, GFP_KERNEL);
	if (!c.cell[0].honey)
		nr = 0;
	comb_clear(&c);				/* expect: leak "from kmalloc" */
	return 0;
}
