// SPDX-License-Identifier: GPL-2.0-only
/* The callee releases its argument when it fails, and the caller knows. */
#include <linux/slab.h>

struct plate {
	int size;
};

static int plate_spin(struct plate *p)
{
	if (p->size > 30) {
		kfree(p);
		return -EINVAL;
	}
	p->size++;
	return 0;
}

int plate_try(int size)
{
	struct plate *p = kmalloc(sizeof(*p), GFP_KERNEL);
	int err;

	if (!p)
		return -ENOMEM;
	p->size = size;
	err = plate_spin(p);
	if (err)
		return err;
	kfree(p);
	return 0;
}

/* The result is a test of its own: 1 when the callee has released it. */
static bool plate_break(struct plate *p, int force)
{
	if (force < p->size)
		return false;
	kfree(p);
	return true;
}

void plate_drop(int force)
{
	struct plate *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (p && !plate_break(p, force))
		kfree(p);
}
