// SPDX-License-Identifier: GPL-2.0-only
/* Not only lent: what a const record leads to is kept with success; a destructor releases such members of all elements. */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/slab.h>

struct export_info {
	const char *name;
	void *priv;
};

struct exported;
struct exported *export_thing(const struct export_info *info);

struct thing {
	int nr;
};

struct exported *make_thing(int nr)
{
	struct export_info info = { .name = "thing" };
	struct exported *e;
	struct thing *t;

	t = kmalloc(sizeof(*t), GFP_KERNEL);
	if (!t)
		return ERR_PTR(-ENOMEM);
	t->nr = nr;
	info.priv = t;
	e = export_thing(&info);
	if (IS_ERR(e)) {
		kfree(t);
		return e;
	}
	return e;
}

struct queue {
	void *ring;
	void *slots;
};

struct card {
	struct queue *queue;
	int nr;
};

static void free_queues(struct card *c)
{
	struct queue *q;
	int i;

	for (i = 0, q = c->queue; i < c->nr; i++, q++) {
		kfree(q->slots);
		q->slots = NULL;
		kfree(q->ring);
		q->ring = NULL;
	}
}

int alloc_queues(struct card *c)
{
	struct queue *q;
	int i;

	for (i = 0, q = c->queue; i < c->nr; i++, q++) {
		q->ring = kmalloc(64, GFP_KERNEL);
		if (!q->ring)
			goto fail;
		q->slots = kmalloc(64, GFP_KERNEL);
		if (!q->slots)
			goto fail;
	}
	return 0;
fail:
	free_queues(c);
	return -ENOMEM;
}
