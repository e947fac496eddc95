// SPDX-License-Identifier: GPL-2.0-only
/* The callee keeps the memory when it succeeds, and only then. */
#include <linux/slab.h>

#define MAX_JOBS 4

struct queue {
	void *job[MAX_JOBS];
	int nr;
};

static int queue_push(struct queue *q, void *job)
{
	if (q->nr == MAX_JOBS)
		return -ENOSPC;
	q->job[q->nr++] = job;
	return 0;
}

int queue_job(struct queue *q, size_t n)
{
	void *job = kzalloc(n, GFP_KERNEL);

	if (!job)
		return -ENOMEM;
	return queue_push(q, job);		/* expect: leak "'job' from kzalloc" */
}
