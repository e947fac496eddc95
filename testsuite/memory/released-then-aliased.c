// SPDX-License-Identifier: GPL-2.0-only
/* A member is released; then the same member of what may be another object is written: the release is not forgotten. */
#include <linux/slab.h>

struct cart {
	struct cart *next;
	void *wheel, *bell;
};

void cart_drop(struct cart *c, void *spare)
{
	kfree(c->wheel);
	c->next->wheel = spare;
	kfree(c->bell);
}

static void cart_turn(struct cart *c, void *spare)
{
	c->wheel = spare;
}

void cart_lose(struct cart *c, void *spare)
{
	kfree(c->wheel);
	cart_turn(c->next, spare);
	kfree(c->bell);
}
