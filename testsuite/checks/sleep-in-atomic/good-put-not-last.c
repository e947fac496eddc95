// SPDX-License-Identifier: GPL-2.0-only
/* Who took a reference just now does not drop the last one. */
#include <linux/kref.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct session {
	struct kref ref;
	struct mutex big;
	int busy;
};

static void session_release(struct kref *ref)
{
	struct session *s = container_of(ref, struct session, ref);

	mutex_lock(&s->big);
	mutex_unlock(&s->big);
}

static void session_put(struct session *s)
{
	kref_put(&s->ref, session_release);
}

static void session_get(struct session *s)
{
	kref_get(&s->ref);
}

int session_match(spinlock_t *lock, struct session *s)
{
	int found;

	spin_lock(lock);
	session_get(s);
	found = s->busy;
	session_put(s);
	spin_unlock(lock);
	return found;
}
