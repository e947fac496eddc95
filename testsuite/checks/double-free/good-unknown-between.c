// SPDX-License-Identifier: GPL-2.0-only
/* A function that is not known is given what holds the pointer: it may have put another one there. */
#include <linux/slab.h>

struct reel {
	void *film;
};

static void *shared;

void reel_advance(struct reel *r);
void *reel_blank(void);
void shared_refill(void);

void reel_run(struct reel *r)
{
	kfree(r->film);
	reel_advance(r);
	kfree(r->film);
}

void shared_renew(void)
{
	kfree(shared);
	shared = reel_blank();
	shared_refill();
	kfree(shared);
	shared = NULL;
}
