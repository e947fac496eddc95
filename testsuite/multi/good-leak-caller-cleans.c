// SPDX-License-Identifier: GPL-2.0-only
/* The caller in another file calls the destructor, which knows all members, also when init fails half way. */
//--- lib.h
struct oven {
	void *plate;
	void *fan;
};

int oven_init(struct oven *o);
void oven_exit(struct oven *o);
int oven_name(char **name);
//--- lib.c
#include <linux/slab.h>
#include <linux/string.h>
#include "lib.h"

int oven_init(struct oven *o)
{
	o->plate = kmalloc(64, GFP_KERNEL);
	if (!o->plate)
		return -ENOMEM;
	o->fan = kmalloc(64, GFP_KERNEL);
	if (!o->fan)
		return -ENOMEM;
	return 0;
}

void oven_exit(struct oven *o)
{
	kfree(o->fan);
	kfree(o->plate);
}

int oven_name(char **name)
{
	*name = kstrdup("oven", GFP_KERNEL);
	return *name ? 0 : -ENOMEM;
}
//--- cook.c
#include <linux/kernel.h>
#include <linux/slab.h>
#include "lib.h"

struct oven *cook_start(void)
{
	struct oven *o = kzalloc(sizeof(*o), GFP_KERNEL);

	if (!o)
		return NULL;
	if (oven_init(o) < 0) {
		oven_exit(o);
		kfree(o);
		return NULL;
	}
	return o;
}

int cook_name(void)
{
	char *name;
	int err = oven_name(&name);

	if (err)
		return err;
	pr_info("%s\n", name);
	kfree(name);
	return 0;
}
