// SPDX-License-Identifier: GPL-2.0-only
/* As good-driver-stores.c, but the driver is between the one that holds the lock and the core. */
//--- include/box.h
struct mutex;
struct box {
	int block;
	struct mutex *lock;
};
void box_send(struct box *b);
void bell_ring(struct box *b);
//--- core/box.c
#include <linux/mutex.h>
#include "../include/box.h"
void box_send(struct box *b)
{
	if (b->block) {
		mutex_lock(b->lock);
		mutex_unlock(b->lock);
	}
}
//--- bell/bell.c
#include "../include/box.h"
void bell_setup(struct box *b)
{
	b->block = 0;
}
void bell_ring(struct box *b)
{
	box_send(b);
}
//--- drv/drv.c
#include <linux/spinlock.h>
#include "../include/box.h"
void drv_run(spinlock_t *lock, struct box *b)
{
	spin_lock(lock);
	bell_ring(b);
	spin_unlock(lock);
}
