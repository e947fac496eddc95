// SPDX-License-Identifier: GPL-2.0-only
/* What is done with a part of released memory nobody sees, but it is done with that part. */
#include <linux/kernel.h>
#include <linux/slab.h>

struct shore {
	int length;
};

struct lake {
	int depth;
	struct shore shore;
};

void shore_clear(struct shore *s);

void lake_drain(struct lake *l)
{
	kfree(l);
	shore_clear(&l->shore);			/* expect: use-after-free "'l' is used after its release" */
}

struct lake *lake_fill(int depth)
{
	struct lake *l = kzalloc(sizeof(*l), GFP_KERNEL);

	if (!l)
		return NULL;
	if (depth < 0) {
		kfree(l);
		shore_clear(&l->shore);		/* expect: use-after-free "'l' from kzalloc" */
		return NULL;
	}
	l->depth = depth;
	return l;
}
