// SPDX-License-Identifier: GPL-2.0-only
/* Two ways that callers cannot tell apart: one stores more than fits, the other releases. The release is told. */
#include <linux/slab.h>

struct tent {
	void *a, *b, *c, *d, *e, *f, *g, *h, *i, *j, *k, *l, *m;
	u8 *canvas;
};

int tent_rain(void);

void tent_fold(struct tent *t, void *p)
{
	if (tent_rain()) {
		t->a = p;
		t->b = p;
		t->c = p;
		t->d = p;
		t->e = p;
		t->f = p;
		t->g = p;
		t->h = p;
		t->i = p;
		t->j = p;
		t->k = p;
		t->l = p;
		t->m = p;
	} else {
		kfree(t->canvas);
	}
}
