// SPDX-License-Identifier: GPL-2.0-only
/* Two references, two puts. */
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/slab.h>

struct lamp {
	struct kref ref;
	int watt;
};

static void lamp_release(struct kref *ref)
{
	kfree(container_of(ref, struct lamp, ref));
}

static void lamp_put(struct lamp *l)
{
	kref_put(&l->ref, lamp_release);
}

int lamp_share(struct lamp *l);

int lamp_try(void)
{
	struct lamp *l = kzalloc(sizeof(*l), GFP_KERNEL);
	int err;

	if (!l)
		return -ENOMEM;
	kref_init(&l->ref);
	kref_get(&l->ref);
	err = lamp_share(l);
	if (err)
		lamp_put(l);
	lamp_put(l);
	return err;
}
