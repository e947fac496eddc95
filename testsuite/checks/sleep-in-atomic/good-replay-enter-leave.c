// SPDX-License-Identifier: GPL-2.0-only
/* What one helper begins another one ends, by the same member of the same object. */
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>

struct timer_state {
	int mode, runs;
};

static void enter(struct timer_state *t)
{
	rcu_read_lock();
	if (t->mode == 1)
		preempt_disable();
	t->runs++;
}

static void leave(struct timer_state *t)
{
	if (t->mode == 1)
		preempt_enable();
	rcu_read_unlock();
}

static int step(struct timer_state *t, struct mutex *m)
{
	if (t->runs > 10) {
		leave(t);
		mutex_lock(m);
		mutex_unlock(m);
		enter(t);
	}
	return t->runs;
}

int run_all(struct mutex *m, int n)
{
	struct timer_state t = { 1 };
	int sum = 0;

	enter(&t);
	while (n--)
		sum += step(&t, m);
	leave(&t);
	return sum;
}
