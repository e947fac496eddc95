// SPDX-License-Identifier: GPL-2.0-only
/* A wrapper drops the reference: which release function that runs is known here only. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/slab.h>

struct aux {
	struct device dev;
	int id;
};

static void aux_uninit(struct device *dev)
{
	put_device(dev);
}

static void aux_release(struct device *dev)
{
	kfree(container_of(dev, struct aux, dev));
}

static void aux_forget(struct device *dev)
{
	dev->parent = NULL;
}

int aux_add(struct device *parent)
{
	struct aux *a = kzalloc(sizeof(*a), GFP_KERNEL);
	int err;

	if (!a)
		return -ENOMEM;
	a->dev.parent = parent;
	a->dev.release = aux_release;
	err = device_register(&a->dev);
	if (err) {
		aux_uninit(&a->dev);
		kfree(a);			/* expect: double-free "'a' from kzalloc" */
	}
	return err;
}

int aux_add_own(struct device *parent)
{
	struct aux *a = kzalloc(sizeof(*a), GFP_KERNEL);
	int err;

	if (!a)
		return -ENOMEM;
	a->dev.parent = parent;
	a->dev.release = aux_forget;
	err = device_register(&a->dev);
	if (err) {
		aux_uninit(&a->dev);
		kfree(a);
	}
	return err;
}
