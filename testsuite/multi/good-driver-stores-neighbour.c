// SPDX-License-Identifier: GPL-2.0-only
/*
 * As good-driver-stores.c, but the flags are put together before they are stored, the function that stores is reached by a
 * pointer to the driver's own record, and a driver in the same folder asks for what sleeps.
 */
//--- include/box.h
struct mutex;
struct box {
	int block;
	unsigned flags;
	struct mutex *lock;
	struct chan *chan;
};
struct chan { struct box *box; };
#define BOX_ATOMIC 2
void box_start(struct box *b, unsigned flags);
void box_send(struct chan *c);
int box_next(struct box *b);
//--- core/box.c
#include <linux/mutex.h>
#include "../include/box.h"
void box_start(struct box *b, unsigned flags)
{
	b->flags = flags;
}
void box_send(struct chan *c)
{
	if (c->box->block) {
		mutex_lock(c->box->lock);
		mutex_unlock(c->box->lock);
	}
}
int box_next(struct box *b)
{
	if (!(b->flags & BOX_ATOMIC)) {
		mutex_lock(b->lock);
		mutex_unlock(b->lock);
	}
	return 1;
}
//--- drv/drv.c
#include <linux/spinlock.h>
#include "../include/box.h"
struct drv {
	spinlock_t lock;
	struct box box;
	int in;
};
void drv_setup(struct drv *d)
{
	struct box *b = &d->box;
	unsigned flags = BOX_ATOMIC;

	if (d->in)
		flags |= 4;
	else
		flags |= 8;
	box_start(b, flags);
}
void drv_run(struct drv *d)
{
	spin_lock(&d->lock);
	while (box_next(&d->box) > 1)
		;
	spin_unlock(&d->lock);
}
//--- drv/neighbour.c
#include <linux/spinlock.h>
#include "../include/box.h"
struct neighbour {
	spinlock_t lock;
	struct box box;
};
void neighbour_setup(struct neighbour *n)
{
	box_start(&n->box, 8);
}
