// SPDX-License-Identifier: GPL-2.0-only
/* Two helpers take and release under the same tests; the arguments are conditional expressions,
 * written twice, in a function with many other tests. */
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct queue {
	spinlock_t lock;
	int nr;
};
struct pair {
	struct queue *send, *recv;
	struct mutex big;
	int mode, state, flags, nr_removed, a, b, c, d, e;
};
int prepare(struct pair *p, int what);

static void lock_both(struct queue *a, struct queue *b)
{
	if (!a && !b)
		return;
	if (!b) {
		spin_lock(&a->lock);
	} else if (!a) {
		spin_lock(&b->lock);
	} else if (a == b) {
		spin_lock(&a->lock);
	} else if (a->nr < b->nr) {
		spin_lock(&a->lock);
		spin_lock(&b->lock);
	} else {
		spin_lock(&b->lock);
		spin_lock(&a->lock);
	}
}

static void unlock_both(struct queue *a, struct queue *b)
{
	if (!a && !b)
		return;
	if (!b) {
		spin_unlock(&a->lock);
	} else if (!a) {
		spin_unlock(&b->lock);
	} else if (a == b) {
		spin_unlock(&a->lock);
	} else if (a->nr < b->nr) {
		spin_unlock(&b->lock);
		spin_unlock(&a->lock);
	} else {
		spin_unlock(&a->lock);
		spin_unlock(&b->lock);
	}
}

void remove_pair(struct pair *p)
{
	if (p->mode & 1)
		prepare(p, 1);
	if (p->state)
		prepare(p, 2);
	if (p->flags & 2)
		prepare(p, 3);
	if (p->a > 3)
		prepare(p, 4);
	if (p->b)
		prepare(p, 5);
	if (p->c && p->d)
		prepare(p, 6);
	if (p->e)
		prepare(p, 7);
	lock_both(p->send ? p->send : NULL, p->recv ? p->recv : NULL);
	p->nr_removed = 1;
	unlock_both(p->send ? p->send : NULL, p->recv ? p->recv : NULL);
	mutex_lock(&p->big);
	mutex_unlock(&p->big);
}
