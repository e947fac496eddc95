// SPDX-License-Identifier: GPL-2.0-only
/* What looks at its context itself does so, too, where it is called by way of last references and pointers. */
#include <linux/bottom_half.h>
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/vmalloc.h>

struct pool {
	struct kref ref;
	void *table;
};

struct sess {
	struct kref ref;
	struct pool *pool;
	void (*fail)(struct sess *s);
};

static void pool_release(struct kref *ref)
{
	struct pool *p = container_of(ref, struct pool, ref);

	vfree(p->table);
}

static void sess_release(struct kref *ref)
{
	struct sess *s = container_of(ref, struct sess, ref);

	kref_put(&s->pool->ref, pool_release);
}

static void sess_fail(struct sess *s)
{
	kref_put(&s->ref, sess_release);
}

void sess_init(struct sess *s)
{
	s->fail = sess_fail;
}

void fail(struct sess *s, int n)
{
	local_bh_disable();
	while (n--)
		s->fail(s);
	local_bh_enable();
}
