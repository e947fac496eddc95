// SPDX-License-Identifier: GPL-2.0-only
/* Callees that release on one way: the result tells which one it was, or the flag is known. */
#include <linux/delay.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

struct walk {
	unsigned int flags;
	spinlock_t lock;
	int depth;
};

#define WALK_RCU 0x40

int step(struct walk *w);

/* the caller knows that it is not released where it is 0 */
static int go_on(struct walk *w)
{
	if (w->depth > 7) {
		spin_unlock(&w->lock);
		return -1;
	}
	msleep(w->depth);		/* expect: sleep-in-atomic "msleep" */
	return 0;
}

void by_result(struct walk *w)
{
	spin_lock(&w->lock);
	step(w);
	if (go_on(w))
		return;
	spin_unlock(&w->lock);
}

static void walk_end(struct walk *w)
{
	if (w->flags & WALK_RCU)
		rcu_read_unlock();
	else
		msleep(w->depth);	/* expect: sleep-in-atomic "msleep" */
}

void flag_is_known(struct walk *w)
{
	rcu_read_lock();
	w->flags = 0;
	walk_end(w);
	rcu_read_unlock();
}
