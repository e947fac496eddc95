// SPDX-License-Identifier: GPL-2.0-only
/* An object that counts its references by hand: who made it has the only one, and drops it. */
#include <linux/refcount.h>
#include <linux/slab.h>

struct extent {
	refcount_t refs;
	int start;
};

static struct extent *extent_new(void)
{
	struct extent *e = kzalloc(sizeof(*e), GFP_KERNEL);

	if (!e)
		return NULL;
	refcount_set(&e->refs, 1);
	return e;
}

static void extent_put(struct extent *e)
{
	if (!e)
		return;
	if (refcount_dec_and_test(&e->refs))
		kfree(e);
}

int extent_check(struct extent *e);

int extent_probe(int start)
{
	struct extent *e = extent_new();
	int err;

	if (!e)
		return -ENOMEM;
	e->start = start;
	err = extent_check(e);
	extent_put(e);
	return err;
}
