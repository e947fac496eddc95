// SPDX-License-Identifier: GPL-2.0-only
/* What a helper stores in a record of its caller's by one assignment excludes the branch that sleeps. */
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct iter {
	unsigned char type;
	bool user;
	unsigned long count;
};

void iter_kernel(struct iter *i, unsigned long count)
{
	*i = (struct iter){ .type = 2, .user = false, .count = count };
}

int iter_copy(struct iter *i, struct mutex *m)
{
	if (i->user) {
		mutex_lock(m);
		mutex_unlock(m);
	}
	return 0;
}

int send(spinlock_t *lock, struct mutex *m)
{
	struct iter it;
	int ret;

	spin_lock(lock);
	iter_kernel(&it, 8);
	ret = iter_copy(&it, m);
	spin_unlock(lock);
	return ret;
}
