// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: leak.cocci -D targeted -D cleanup -D func=scope_here -D alloc=10 -D var=y -D release=kvfree
 */
struct thing { int a; };
int try_it(struct thing *x);

int scope_here(struct thing *x)
{
	struct thing *y = kvzalloc(sizeof(*y), GFP_KERNEL);
	int err;

	if (!y)
		return -ENOMEM;
	err = try_it(x);
	if (err)
		return err;
	while (try_it(y)) {
		if (try_it(x)) {
			kvfree(y);
			return -EIO;
		} else {
			kvfree(y);
			return 0;
		}
	}
	/* done with it */
	kvfree(y);
	return 0;
}
