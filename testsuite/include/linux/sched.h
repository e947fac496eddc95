/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: tasks and giving up the processor. */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H

#include <linux/kernel.h>
#include <linux/spinlock.h>
#include <linux/jiffies.h>

#define TASK_RUNNING		0
#define TASK_INTERRUPTIBLE	1
#define TASK_UNINTERRUPTIBLE	2

struct task_struct;

void schedule(void);
long schedule_timeout(long timeout);
int wake_up_process(struct task_struct *tsk);
int __cond_resched_lock(spinlock_t *lock);
#define cond_resched()			({ __cond_resched(); })
#define cond_resched_lock(lock)		({ __cond_resched_lock(lock); })

#endif
