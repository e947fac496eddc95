// SPDX-License-Identifier: GPL-2.0-only
/* As good-own-table.c, but the function that sleeps hangs in the table of the protocol that calls the core. */
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
void other_destroy(struct sock *s);
//--- net/core.c
#include "../include/core.h"
void core_destroy(struct sock *s)
{
	s->ops->destroy(s);
}
//--- net/fast.c
#include "../include/core.h"
static void fast_close(struct sock *s)
{
	spin_lock(&s->lock);
	core_destroy(s);
	spin_unlock(&s->lock);
}
const struct proto_table fast_table = { .close = fast_close, .destroy = other_destroy };
//--- other/slow.c
#include "../include/core.h"
void other_destroy(struct sock *s)
{
	mutex_lock(&s->big);	/* expect: sleep-in-atomic "mutex_lock" */
	mutex_unlock(&s->big);
}
static void slow_hash(struct sock *s)
{
	s->ops = 0;
}
const struct proto_table slow_table = { .hash = slow_hash };
