// SPDX-License-Identifier: GPL-2.0-only
/* A new one in each round; one element after the other. */
#include <linux/slab.h>

struct loaf {
	int crumbs;
};

int loaves(int n)
{
	int sum = 0;

	while (n--) {
		struct loaf *l = kzalloc(sizeof(*l), GFP_KERNEL);

		if (!l)
			break;
		l->crumbs = n;
		sum += l->crumbs;
		kfree(l);
	}
	return sum;
}

int loaves_eat(struct loaf **l, int n)
{
	int i, sum = 0;

	for (i = 0; i < n; i++) {
		sum += l[i]->crumbs;
		kfree(l[i]);
	}
	return sum;
}
