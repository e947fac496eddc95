// SPDX-License-Identifier: GPL-2.0-only
/* What WARN_ON() says is not meant to happen: a way that only exists behind it is not followed. */
#include <linux/bug.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct dev {
	spinlock_t lock;
	struct mutex big;
	int users;
};

void dev_recover(struct dev *d)
{
	spin_lock(&d->lock);
	if (WARN_ON(d->users < 0)) {
		mutex_lock(&d->big);
		mutex_unlock(&d->big);
	}
	spin_unlock(&d->lock);
}
