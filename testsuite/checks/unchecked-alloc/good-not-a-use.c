// SPDX-License-Identifier: GPL-2.0-only
/* sizeof, the address of a member, a copy, a comparison: none of these looks into the memory. */
#include <linux/slab.h>

struct fish {
	int id;
	char name[8];
};

int pond_keep(struct fish *f, char *name);

int pond_add(struct fish *other)
{
	struct fish *f = kmalloc(sizeof(*f), GFP_KERNEL);
	struct fish *same = f;
	size_t n = sizeof(f->name);
	char *name = f->name;

	if (f == other)
		n = 0;
	if (!same)
		return -ENOMEM;
	f->id = n;
	name[0] = 0;
	n = pond_keep(f, name);
	kfree(f);
	return n;
}
