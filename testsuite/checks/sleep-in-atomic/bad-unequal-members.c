// SPDX-License-Identifier: GPL-2.0-only
/* Two objects whose kinds differ are locked in two ways. */
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct stream {
	int nonatomic;
	spinlock_t lock;
	struct mutex mutex;
};

static void stream_lock(struct stream *s)
{
	if (s->nonatomic)
		mutex_lock(&s->mutex);	/* expect: sleep-in-atomic "mutex_lock" */
	else
		spin_lock(&s->lock);
}

static void stream_unlock(struct stream *s)
{
	if (s->nonatomic)
		mutex_unlock(&s->mutex);
	else
		spin_unlock(&s->lock);
}

int stream_link(struct stream *a, struct stream *b)
{
	if (a->nonatomic == b->nonatomic)
		return -22;
	stream_lock(a);
	stream_lock(b);
	stream_unlock(b);
	stream_unlock(a);
	return 0;
}
