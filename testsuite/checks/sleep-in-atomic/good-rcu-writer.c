// SPDX-License-Identifier: GPL-2.0-only
/* The writer waits for readers outside of any section. */
#include <linux/slab.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>

struct conf {
	int value;
	struct rcu_head rcu;
};

struct foo {
	struct mutex mutex;
	struct conf *conf;
};

void foo_replace(struct foo *f, struct conf *conf)
{
	struct conf *old;

	mutex_lock(&f->mutex);
	old = f->conf;
	rcu_assign_pointer(f->conf, conf);
	mutex_unlock(&f->mutex);
	synchronize_rcu();
	kfree(old);
}

int foo_read(struct foo *f)
{
	int value;

	rcu_read_lock();
	value = rcu_dereference(f->conf)->value;
	rcu_read_unlock();
	mutex_lock(&f->mutex);
	value += f->conf->value;
	mutex_unlock(&f->mutex);
	return value;
}
