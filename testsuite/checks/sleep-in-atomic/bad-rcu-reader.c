// SPDX-License-Identifier: GPL-2.0-only
/* Waiting, and waiting for readers, inside a reader. */
#include <linux/mutex.h>
#include <linux/rcupdate.h>

struct conf {
	int value;
};

struct foo {
	struct mutex mutex;
	struct conf *conf;
};

int foo_read(struct foo *f)
{
	int value;

	rcu_read_lock();
	value = rcu_dereference(f->conf)->value;
	mutex_lock(&f->mutex);			/* expect: sleep-in-atomic "mutex_lock.*RCU" */
	mutex_unlock(&f->mutex);
	rcu_read_unlock();
	return value;
}

void foo_wait(struct foo *f)
{
	rcu_read_lock();
	if (!rcu_dereference(f->conf))
		synchronize_rcu();		/* expect: sleep-in-atomic "synchronize_rcu" */
	rcu_read_unlock();
}
