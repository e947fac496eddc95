// SPDX-License-Identifier: GPL-2.0-only
/* A constructor stores more than the table of its effects holds: what it allocates is in it. */
#include <linux/slab.h>

struct quilt {
	int a, b, c, d, e, f, g, h, i, j, k, l, m, n;
	u8 *wool;
};

int quilt_sew(int a);

static int quilt_init(struct quilt *q, int a)
{
	q->a = a;
	q->b = a;
	q->c = a;
	q->d = a;
	q->e = a;
	q->f = a;
	q->g = a;
	q->h = a;
	q->i = a;
	q->j = a;
	q->k = a;
	q->l = a;
	q->m = a;
	q->n = a;
	q->wool = kmalloc(64, GFP_KERNEL);
	return q->wool ? 0 : -ENOMEM;
}

int quilt_make(int a)
{
	struct quilt q;
	int err = quilt_init(&q, a);

	if (err)
		return err;
	err = quilt_sew(a);
	if (err)
		return err;	/* expect: leak "'q.wool' from quilt_init" */
	kfree(q.wool);
	return 0;
}
