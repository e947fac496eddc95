// SPDX-License-Identifier: GPL-2.0-only
/* The same with a field: on failure NULL is stored over the pointer to the old block. */
#include <linux/slab.h>

struct vec {
	int *at;
	size_t nr, max;
};

int vec_push(struct vec *v, int x)
{
	if (v->nr == v->max) {
		v->at = krealloc(v->at, 2 * v->max * sizeof(int), GFP_KERNEL);	/* expect: leak "v->at" */
		if (!v->at)
			return -ENOMEM;
		v->max *= 2;
	}
	v->at[v->nr++] = x;
	return 0;
}
