// SPDX-License-Identifier: GPL-2.0-only
/* What inline assembly is given it looks at. */
#include <linux/slab.h>

struct counter {
	int value;
};

static inline void counter_inc(struct counter *c)
{
	asm volatile("incl %0" : "+m"(c->value));
}

struct task {
	struct task *next;
	struct counter count;
};

static inline void task_disable(struct task *t)
{
	counter_inc(&t->count);
}

struct queue {
	int nr;
	struct task task;
};

void queue_end(struct queue *q)
{
	kfree(q);
	task_disable(&q->task);		/* expect: use-after-free "used after its release" */
}
