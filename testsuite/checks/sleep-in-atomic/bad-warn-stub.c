// SPDX-License-Identifier: GPL-2.0-only
/* A stub that always warns comes back: the code behind its call is not dead. */
#include <linux/bug.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct dev {
	spinlock_t lock;
	struct mutex big;
};

static inline int feature_on(struct dev *d)
{
	WARN_ON(1);
	return -1;
}

void dev_start(struct dev *d)
{
	spin_lock(&d->lock);
	feature_on(d);
	mutex_lock(&d->big);	/* expect: sleep-in-atomic "mutex_lock\(\) may sleep while 'd->lock' is held" */
	mutex_unlock(&d->big);
	spin_unlock(&d->lock);
}
