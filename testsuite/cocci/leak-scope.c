// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: leak.cocci -D targeted -D cleanup -D func=scope_late -D alloc=29 -D var=y -D release=kfree
 */
struct thing { int a; };
int try_it(struct thing *x);

/* not this one, of the same names */
int scope_decoy(struct thing *x)
{
	struct thing *y;

	y = kzalloc(sizeof(*y), GFP_KERNEL);
	if (!y)
		return -ENOMEM;
	if (try_it(x)) {
		kfree(y);
		return -EIO;
	}
	kfree(y);
	return 0;
}

struct thing *scope_late(struct thing *x)
{
	struct thing *y, *z;

	z = x;
	y = kzalloc(sizeof(*y), GFP_KERNEL);
	if (!y)
		return NULL;
	if (try_it(x))
		return NULL;
	if (try_it(z)) {
		kfree(y);
		return NULL;
	}
	if (try_it(z)) {
		pr_warn("no\n");
		kfree(y);
		return NULL;
	}
	if (try_it(y))
		return y;
	if (y)
		kfree(y);
	return z;
}
