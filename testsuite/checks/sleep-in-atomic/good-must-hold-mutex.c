// SPDX-License-Identifier: GPL-2.0-only
/* A lock that must be held, but one that may be slept under. */
#include <linux/delay.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>

struct foo {
	struct mutex mutex;
	int state;
};

static void foo_set_locked(struct foo *f, int state)
{
	lockdep_assert_held(&f->mutex);
	f->state = state;
	msleep(2);
}

void foo_set(struct foo *f, int state)
{
	mutex_lock(&f->mutex);
	foo_set_locked(f, state);
	mutex_unlock(&f->mutex);
}
