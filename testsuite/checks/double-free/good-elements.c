// SPDX-License-Identifier: GPL-2.0-only
/* Different elements, different members, different objects. */
#include <linux/slab.h>

struct quartet {
	void *part[4];
	void *score;
	struct quartet *other;
};

void quartet_free(struct quartet *q)
{
	kfree(q->part[0]);
	kfree(q->part[1]);
	kfree(q->score);
	kfree(q->other->score);
	kfree(q->other);
	kfree(q);
}

void quartet_two(struct quartet *a, struct quartet *b)
{
	kfree(a->score);
	kfree(b->score);
}
