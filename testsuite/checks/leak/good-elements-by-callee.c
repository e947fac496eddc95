// SPDX-License-Identifier: GPL-2.0-only
/* The callee releases what each element holds, then the array. */
#include <linux/slab.h>

struct cell {
	char *name;
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
	c->cell = NULL;
}

int comb_fill(struct comb *c, int nr)
{
	c->cell = kcalloc(nr, sizeof(*c->cell), GFP_KERNEL);
	if (!c->cell)
		return -ENOMEM;
	c->nr = nr;
	for (int i = 0; i < nr; i++) {
		c->cell[i].name = kmalloc(8, GFP_KERNEL);
		if (!c->cell[i].name) {
			comb_clear(c);
			return -ENOMEM;
		}
	}
	return 0;
}

int comb_queen(int nr)
{
	struct comb c = { .nr = nr };

	c.cell = kcalloc(nr, sizeof(*c.cell), GFP_KERNEL);
	if (!c.cell)
		return -ENOMEM;
	c.cell[0].name = kmalloc(8, GFP_KERNEL);
	if (!c.cell[0].name)
		nr = 0;
	comb_clear(&c);
	return 0;
}
