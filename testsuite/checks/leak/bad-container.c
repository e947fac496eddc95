// SPDX-License-Identifier: GPL-2.0-only
/* What holds the name is released, the name is not. */
#include <linux/slab.h>
#include <linux/string.h>

struct actor {
	char *name;
	int age;
};

int actor_greet(const struct actor *a);

int actor_visit(const char *name)
{
	struct actor *a = kzalloc(sizeof(*a), GFP_KERNEL);
	int err;

	if (!a)
		return -ENOMEM;
	a->name = kstrdup(name, GFP_KERNEL);	/* step: alloc "kstrdup" */
	if (!a->name) {
		kfree(a);
		return -ENOMEM;
	}
	err = actor_greet(a);
	if (err) {
		kfree(a);			/* expect: leak "'a->name' from kstrdup.*holds" */
		return err;
	}
	kfree(a->name);
	kfree(a);
	return 0;
}
