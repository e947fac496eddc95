// SPDX-License-Identifier: GPL-2.0-only
/* An object that counts its references by hand is used after the only one is dropped. */
#include <linux/refcount.h>
#include <linux/slab.h>

struct extent {
	refcount_t refs;
	int start;
};

static void extent_put(struct extent *e)
{
	if (!e)
		return;
	if (refcount_dec_and_test(&e->refs))
		kfree(e);
}

int extent_probe(int start)
{
	struct extent *e = kzalloc(sizeof(*e), GFP_KERNEL);

	if (!e)
		return -ENOMEM;
	refcount_set(&e->refs, 1);
	e->start = start;
	extent_put(e);
	return e->start;		/* expect: use-after-free "'e' from kzalloc\(\) is used after its release" */
}

int extent_probe_held(int start)
{
	struct extent *e = kzalloc(sizeof(*e), GFP_KERNEL);

	if (!e)
		return -ENOMEM;
	refcount_set(&e->refs, 1);
	refcount_inc(&e->refs);
	e->start = start;
	extent_put(e);
	start = e->start;
	kfree(e);
	return start;
}
