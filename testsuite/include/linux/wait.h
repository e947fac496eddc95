/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: wait queues. */
#ifndef _LINUX_WAIT_H
#define _LINUX_WAIT_H

#include <linux/sched.h>

typedef struct wait_queue_head {
	spinlock_t lock;
	struct list_head head;
} wait_queue_head_t;

struct wait_queue_entry {
	void *private;
};

void init_waitqueue_head(struct wait_queue_head *wq_head);
void __wake_up(struct wait_queue_head *wq_head, unsigned int mode, int nr, void *key);
void init_wait_entry(struct wait_queue_entry *entry, int flags);
long prepare_to_wait_event(struct wait_queue_head *wq, struct wait_queue_entry *entry, int state);
void finish_wait(struct wait_queue_head *wq, struct wait_queue_entry *entry);

#define wake_up(wq)			__wake_up(wq, 3, 1, NULL)
#define wake_up_interruptible(wq)	__wake_up(wq, 1, 1, NULL)

#define __wait_loop(wq, condition, state) ({ \
	struct wait_queue_entry __entry; \
	long __err = 0; \
	init_wait_entry(&__entry, 0); \
	for (;;) { \
		__err = prepare_to_wait_event(&(wq), &__entry, state); \
		if ((condition) || __err) \
			break; \
		schedule(); \
	} \
	finish_wait(&(wq), &__entry); \
	__err; \
})

#define wait_event(wq, condition) \
	do { might_sleep(); if (!(condition)) (void)__wait_loop(wq, condition, TASK_UNINTERRUPTIBLE); } while (0)
#define wait_event_interruptible(wq, condition) \
	({ long __ret = 0; might_sleep(); \
	   if (!(condition)) __ret = __wait_loop(wq, condition, TASK_INTERRUPTIBLE); (int)__ret; })

#endif
