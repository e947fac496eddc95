// SPDX-License-Identifier: GPL-2.0-only
/* A function without a body only borrows what it is given: this memory is still ours when it fails. */
#include <linux/slab.h>

int kiln_program(void *table, int n);
void kiln_start(void);

int kiln_setup(int n)
{
	int *table = kcalloc(n, sizeof(*table), GFP_KERNEL);
	int err;

	if (!table)
		return -ENOMEM;
	table[0] = n;
	err = kiln_program(table, n);
	if (err < 0)
		return err;			/* expect: leak "'table' from k(calloc|malloc)" */
	kiln_start();
	kfree(table);
	return 0;
}
