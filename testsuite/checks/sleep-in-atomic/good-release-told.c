// SPDX-License-Identifier: GPL-2.0-only
/* A callee asks a flag: set, it ends the caller's section; not set, it sleeps.  Then the section is there when the flag is. */
#include <linux/delay.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

struct walk {
	unsigned int flags;
	bool no_sleep;
	spinlock_t lock;
	struct mutex mutex;
	int depth;
};

#define WALK_RCU 0x40

unsigned int look(struct walk *w);

/* The flag is another one then, and goes with the section all the same. */
static void step(struct walk *w, unsigned int seen)
{
	w->flags = seen;
	w->no_sleep = seen;
}

static void walk_begin(struct walk *w, unsigned int flags)
{
	w->flags = flags;
	if (flags & WALK_RCU)
		rcu_read_lock();
}

static void walk_end(struct walk *w)
{
	if (w->flags & WALK_RCU)
		rcu_read_unlock();
	else
		msleep(w->depth);
}

void walk(struct walk *w, unsigned int flags)
{
	walk_begin(w, flags);
	step(w, look(w));
	walk_end(w);
}

static void either_lock(struct walk *w)
{
	if (w->no_sleep)
		spin_lock(&w->lock);
	else
		mutex_lock(&w->mutex);
}

static void either_unlock(struct walk *w)
{
	if (w->no_sleep)
		spin_unlock(&w->lock);
	else
		mutex_unlock(&w->mutex);
}

void waits_outside(struct walk *w)
{
	either_lock(w);
	step(w, look(w));
	either_unlock(w);
	msleep(1);
}
