// SPDX-License-Identifier: GPL-2.0-only
/* As good-put-not-last.c, but one more is dropped. */
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
	kref_put(&s->ref, session_release);	/* expect: sleep-in-atomic "kref_put.. may sleep while '.lock' is held" */
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
	session_put(s);
	spin_unlock(lock);
	return found;
}
