// SPDX-License-Identifier: GPL-2.0-only
/* The record of a constructor does not say which type it stores; its body does, and the type what the last reference runs. */
#include <linux/kernel.h>
#include <linux/refcount.h>
#include <linux/slab.h>

struct kobject;

struct kobj_type {
	void (*release)(struct kobject *kobj);
};

struct kobject {
	const char *name;
	const struct kobj_type *ktype;
	refcount_t users;
};

int kobject_name(struct kobject *kobj, const char *name);
void kobject_put(struct kobject *kobj);

int kobject_init_and_add(struct kobject *kobj, const struct kobj_type *type, const char *name)
{
	refcount_set(&kobj->users, 1);
	kobj->ktype = type;
	return kobject_name(kobj, name);
}

struct oven {
	int heat;
	struct kobject kobj;
};

static void oven_release(struct kobject *kobj)
{
	kfree(container_of(kobj, struct oven, kobj));
}

static const struct kobj_type oven_type = {
	.release = oven_release,
};

int oven_add(int heat)
{
	struct oven *oven = kzalloc(sizeof(*oven), GFP_KERNEL);
	int err;

	if (!oven)
		return -ENOMEM;
	oven->heat = heat;
	err = kobject_init_and_add(&oven->kobj, &oven_type, "oven");
	if (err) {
		kobject_put(&oven->kobj);
		kfree(oven);	/* expect: double-free "'oven' from kzalloc" */
	}
	return err;
}

struct shop {
	int size;
	struct kobj_type type;
};

int stove_add(struct shop *shop, int heat)
{
	struct oven *stove = kzalloc(sizeof(*stove), GFP_KERNEL);
	int err;

	if (!stove)
		return -ENOMEM;
	stove->heat = heat;
	shop->type.release = oven_release;
	err = kobject_init_and_add(&stove->kobj, &shop->type, "stove");
	if (err) {
		kobject_put(&stove->kobj);
		kfree(stove);	/* expect: double-free "'stove' from kzalloc" */
	}
	return err;
}
