// SPDX-License-Identifier: GPL-2.0-only
/* The constructor of a part leaves the same memory in two places; the destructor releases it by one of them. */
#include <linux/slab.h>

struct frame {
	void **frags;
	int nr;
};

struct queue {
	struct frame frame;
	void **first;
	int size;
};

int queue_start(int size);

static int queue_alloc(struct queue *q, int nr)
{
	q->frame.frags = kcalloc(nr, sizeof(*q->frame.frags), GFP_KERNEL);
	if (!q->frame.frags)
		return -ENOMEM;
	q->first = q->frame.frags;
	q->size = nr;
	return 0;
}

static void queue_free(struct queue *q)
{
	kfree(q->frame.frags);
}

static void queue_free_first(struct queue *q)
{
	kfree(q->first);
}

struct queue *queue_make(int nr)
{
	struct queue *q = kzalloc(sizeof(*q), GFP_KERNEL);

	if (!q)
		return NULL;
	if (queue_alloc(q, nr))
		goto free;
	if (queue_start(q->size)) {
		queue_free(q);
		goto free;
	}
	if (queue_start(q->size)) {
		queue_free_first(q);
		goto free;
	}
	return q;
free:
	kfree(q);
	return NULL;
}
