// SPDX-License-Identifier: GPL-2.0-only
/* Whatever a release function does, dropping what may be the last reference under a lock is one mistake. */
#include <linux/kref.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

struct ctx {
	struct kref ref;
	struct mutex big;
	struct work_struct work;
};

static void ctx_stop(struct ctx *c)
{
	mutex_lock(&c->big);
	mutex_unlock(&c->big);
}

static void ctx_flush(struct ctx *c)
{
	flush_work(&c->work);
}

static void ctx_release(struct kref *ref)
{
	struct ctx *c = container_of(ref, struct ctx, ref);

	ctx_stop(c);
	ctx_flush(c);
}

static void ctx_put(struct ctx *c)
{
	kref_put(&c->ref, ctx_release);	/* expect: sleep-in-atomic "kref_put.* may sleep while" */
}

void unreserve(spinlock_t *lock, struct ctx *c)
{
	spin_lock(lock);
	ctx_put(c);
	spin_unlock(lock);
}
