// SPDX-License-Identifier: GPL-2.0-only
/* A reference is taken for work that may be queued already: then it is given back, and is not the last. */
#include <linux/kref.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

struct dev { struct kref kref; struct mutex big; };
struct peer { struct dev *dev; };
struct req { struct peer *peer; struct work_struct work; };

void dev_destroy(struct kref *ref)
{
	struct dev *d = container_of(ref, struct dev, kref);

	mutex_lock(&d->big);
	mutex_unlock(&d->big);
}

void done(spinlock_t *lock, struct req *r)
{
	struct peer *p = r->peer;
	struct dev *d = p->dev;

	spin_lock(lock);
	kref_get(&d->kref);
	if (!queue_work(0, &r->work))
		kref_put(&d->kref, dev_destroy);
	spin_unlock(lock);
}
