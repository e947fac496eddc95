// SPDX-License-Identifier: GPL-2.0-only
/* Written as an array, in a loop. */
#include <linux/slab.h>

int sum_table(const u32 *t, int n);

int table_try(int n)
{
	u32 *t = kcalloc(n, sizeof(*t), GFP_KERNEL);	/* expect: unchecked-alloc "k(calloc|malloc)" */
	int i;

	for (i = 0; i < n; i++)
		t[i] = i * i;
	i = sum_table(t, n);
	kfree(t);
	return i;
}
