// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: gfp_param.cocci -D targeted -D fns=make,make_none,declared -D no_args=make_none -D flag=10,21 -D line=34,35
 */
int *declared(struct b *b,
	      int n);

static struct a *make(struct b *b, int n)
{
	struct a *a = kzalloc(sizeof(*a), GFP_KERNEL);

	if (!a)
		return NULL;
	a->n = make_none();
	a->m = kmalloc(4, GFP_KERNEL);
	return a;
}

int *make_none(void);
int *make_none(void)
{ return kmalloc(4, GFP_KERNEL); }

static struct a *make_other(struct b *b, int n)
{
	return kzalloc(sizeof(struct a), GFP_KERNEL);
}

static void caller(struct b *b)
{
	use(make(b, 3));
	b->x = make_none();
	b->y = declared(b, 2);
	spin_lock(&b->lock);
	b->x = make_none(); /* report */
	b->a = make(b, a_function_of(b, 12345678), /* report */
		    3);
	b->c = make_other(b, 3);
	spin_unlock(&b->lock);
}
