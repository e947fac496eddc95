// SPDX-License-Identifier: GPL-2.0-only
/* WARN_ON() only prints, and goes on. */
#include <linux/kernel.h>
#include <linux/slab.h>

struct jar {
	int lid;
};

struct jar *jar_new(void)
{
	struct jar *j = kmalloc(sizeof(*j), GFP_KERNEL);	/* expect: unchecked-alloc "kmalloc" */

	WARN_ON(!j);
	j->lid = 1;
	return j;
}
