// SPDX-License-Identifier: GPL-2.0-only
/*
 * Allocation by type, with the flags left out.
 * version: 7.0
 */
#include <linux/slab.h>

struct fork {
	int tines;
};

struct fork *fork_new(int tines)
{
	struct fork *f = kzalloc_obj(struct fork);	/* expect: unchecked-alloc "kzalloc" */

	f->tines = tines;
	return f;
}

struct fork *forks_new(int n)
{
	struct fork *f = kmalloc_objs(*f, n);		/* expect: unchecked-alloc "kmalloc" */

	f[0].tines = 4;
	return f;
}
