// SPDX-License-Identifier: GPL-2.0-only
/* The allocator is a function of this file. */
#include <linux/slab.h>

struct moth {
	int wings;
};

static struct moth *moth_new(int wings)
{
	struct moth *m = kzalloc(sizeof(*m), GFP_KERNEL);

	if (m)
		m->wings = wings;
	return m;
}

int moth_fly(int wings)
{
	struct moth *m = moth_new(wings);

	if (!m)
		return -ENOMEM;
	if (m->wings & 1)
		return -EINVAL;			/* expect: leak "'m' from moth_new" */
	kfree(m);
	return 0;
}
