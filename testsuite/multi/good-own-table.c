// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two protocols hang their functions into the core.  The one that calls the core under its lock is called back by
 * its own table; the function of the other one, which sleeps, is another object's.
 */
//--- include/core.h
#include <linux/mutex.h>
#include <linux/spinlock.h>
struct sock;
struct proto_table {
	void (*close)(struct sock *s);
	void (*hash)(struct sock *s);
	void (*destroy)(struct sock *s);
};
struct sock {
	const struct proto_table *ops;
	spinlock_t lock;
	struct mutex big;
};
void core_destroy(struct sock *s);
//--- net/core.c
#include "../include/core.h"
void core_destroy(struct sock *s)
{
	s->ops->destroy(s);
}
//--- net/fast.c
#include "../include/core.h"
void fast_close(struct sock *s)
{
	spin_lock(&s->lock);
	core_destroy(s);
	spin_unlock(&s->lock);
}
//--- net/table.c
#include "../include/core.h"
void fast_close(struct sock *s);
static void fast_destroy(struct sock *s)
{
	s->ops = 0;
}
const struct proto_table fast_table = { .close = fast_close, .destroy = fast_destroy };
//--- other/slow.c
#include "../include/core.h"
static void slow_destroy(struct sock *s)
{
	mutex_lock(&s->big);
	mutex_unlock(&s->big);
}
const struct proto_table slow_table = { .destroy = slow_destroy };
