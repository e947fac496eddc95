// SPDX-License-Identifier: GPL-2.0-only
/* All implementations of a member sleep, but the rings that are used under a lock have none. */
//--- include/ring.h
#include <linux/mutex.h>
#include <linux/spinlock.h>
struct ring;
struct ring_funcs {
	void (*begin)(struct ring *r);
	void (*end)(struct ring *r);
};
struct ring {
	const struct ring_funcs *funcs;
	struct mutex big;
};
void ring_alloc(struct ring *r);
//--- core/ring.c
#include "../include/ring.h"
void ring_alloc(struct ring *r)
{
	if (r->funcs->begin)
		r->funcs->begin(r);
}
//--- gpu/video.c
#include "../include/ring.h"
static void video_begin(struct ring *r)
{
	mutex_lock(&r->big);
	mutex_unlock(&r->big);
}
const struct ring_funcs video_ring = { .begin = video_begin };
static void jpeg_begin(struct ring *r)
{
	mutex_lock(&r->big);
	mutex_unlock(&r->big);
}
const struct ring_funcs jpeg_ring = { .begin = jpeg_begin };
//--- gpu/queue.c
#include "../include/ring.h"
static void queue_end(struct ring *r)
{
	r->funcs = 0;
}
const struct ring_funcs queue_ring = { .end = queue_end };
void queue_load(spinlock_t *lock, struct ring *r)
{
	spin_lock(lock);
	ring_alloc(r);
	spin_unlock(lock);
}
