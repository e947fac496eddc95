// SPDX-License-Identifier: GPL-2.0-only
/* Calls: direct, through pointers of all shapes, variadic, of a chosen function, with records. */
struct dev;
typedef int (*fn_t)(struct dev *);
struct ops { fn_t open; int (*each[4])(struct dev *); };
struct pair { long x, y; };
struct dev { const struct ops *ops; struct ops own; fn_t cb; void *priv; };

int f(struct dev *d), g(struct dev *d);
struct pair make(int), *table(void);
int take(struct pair, ...);
fn_t which(int);
static inline int wrap(struct dev *d) { return f(d); }

int pointers(struct dev *d, fn_t p, int (*q)(struct dev *), int i)
{
	fn_t l = f;

	p(d);
	(*q)(d);
	(**p)(d);
	l(d);
	(*f)(d);
	(&f)(d);
	d->cb(d);
	(*d->cb)(d);
	d->ops->open(d);
	d->own.open(d);
	d->ops->each[i](d);
	(*d->ops->each[2])(d);
	((fn_t)d->priv)(d);
	which(3)(d);
	return (i ? f : g)(d);
}

long records(int i)
{
	struct pair p = make(i);

	p = make(2);
	take(p, i, &p, "text", 'c', 1.5);
	take(make(3), 4);
	return make(5).y + table()[i].x + table()->y;
}

void assigned(struct dev *d)
{
	d->cb = f;
	d->cb = &g;
	d->own.each[1] = g;
	d->ops = &d->own;
	wrap(d);
	(void)wrap(d);
	if (d->cb)
		d->cb(d);
	d->cb ?: f;
}

int many(int (**list)(struct dev *), struct dev *d)
{
	int (*const *p)(struct dev *);
	int r = 0;

	for (p = list; *p; p++)
		r |= (*p)(d);
	return r;
}

void undeclared(void (*old)())
{
	old(1, 2);
}
