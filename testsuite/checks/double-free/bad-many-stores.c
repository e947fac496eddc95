// SPDX-License-Identifier: GPL-2.0-only
/* What is released is told, however many members are stored beside it; it is not among those. */
#include <linux/slab.h>

struct tent {
	int a, b, c, d, e, f, g, h, i, j, k, l, m, n;
	u8 *canvas;
};

static void tent_fold(struct tent *t, int a)
{
	t->a = a;
	t->b = a;
	t->c = a;
	t->d = a;
	t->e = a;
	t->f = a;
	t->g = a;
	t->h = a;
	t->i = a;
	t->j = a;
	t->k = a;
	t->l = a;
	t->m = a;
	t->n = a;
	kfree(t->canvas);
}

void tent_pack(struct tent *t)
{
	tent_fold(t, 0);
	kfree(t->canvas);	/* expect: double-free "'t->canvas' is released twice" */
}
