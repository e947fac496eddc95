// SPDX-License-Identifier: GPL-2.0-only
/* Whether the registry keeps the entry depends on its result, and its body is in another file. */
//--- registry.h
struct entry {
	struct entry *next;
	int id;
};

int registry_add(struct entry *e);
//--- registry.c
#include <linux/errno.h>
#include <linux/types.h>
#include "registry.h"

static struct entry *entries;

int registry_add(struct entry *e)
{
	struct entry *i;

	for (i = entries; i; i = i->next)
		if (i->id == e->id)
			return -EBUSY;
	e->next = entries;
	entries = e;
	return 0;
}
//--- user.c
#include <linux/slab.h>
#include "registry.h"

int user_add(int id)
{
	struct entry *e = kzalloc(sizeof(*e), GFP_KERNEL);
	int err;

	if (!e)
		return -ENOMEM;
	e->id = id;
	err = registry_add(e);
	if (err)
		return err;			/* expect: leak "'e' from kzalloc" */
	return 0;
}

int user_add_right(int id)
{
	struct entry *e = kzalloc(sizeof(*e), GFP_KERNEL);
	int err;

	if (!e)
		return -ENOMEM;
	e->id = id;
	err = registry_add(e);
	if (err)
		kfree(e);
	return err;
}
