// SPDX-License-Identifier: GPL-2.0-only
/* The constructor fails and runs release functions that nobody knows: what it had stored is not its callers' to release. */
#include <linux/slab.h>

struct yard;

struct chore {
	void (*end)(struct yard *y);
};

struct yard {
	struct chore *chore;
	void *hens;
	int size;
};

int yard_fence(int size);

static void yard_clear(struct yard *y)
{
	struct chore *c = y->chore;

	c->end(y);
	if (!y->size)
		kfree(y);
}

static int yard_init(struct yard *y, struct chore *chore)
{
	int err;

	y->chore = chore;
	y->hens = kmalloc(64, GFP_KERNEL);
	if (!y->hens)
		return -ENOMEM;
	err = yard_fence(y->size);
	if (err)
		goto fail;
	return 0;
fail:
	yard_clear(y);
	return err;
}

struct yard *yard_make(struct chore *chore)
{
	struct yard *y = kzalloc(sizeof(*y), GFP_KERNEL);

	if (!y)
		return NULL;
	if (yard_init(y, chore)) {
		kfree(y);
		return NULL;
	}
	return y;
}
