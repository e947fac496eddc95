// SPDX-License-Identifier: GPL-2.0-only
/* Two functions call each other; each releases what it is given. */
#include <linux/slab.h>

struct coat {
	struct coat *lining;
	int size;
};

int coat_wear(const struct coat *c);

static void coat_abort(struct coat *c);

static void coat_put(struct coat *c)
{
	if (c->lining)
		coat_abort(c->lining);
	kfree(c);
}

static void coat_abort(struct coat *c)
{
	coat_put(c);
}

int coat_try(int size)
{
	struct coat *c = kzalloc(sizeof(*c), GFP_KERNEL);
	int err;

	if (!c)
		return -ENOMEM;
	c->size = size;
	err = coat_wear(c);
	if (err) {
		coat_abort(c);
		return err;
	}
	coat_put(c);
	return 0;
}
