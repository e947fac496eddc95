/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: read-copy-update. */
#ifndef __LINUX_RCUPDATE_H
#define __LINUX_RCUPDATE_H

#include <linux/kernel.h>
#include <linux/cleanup.h>
#include <linux/preempt.h>
#include <linux/version_select.h>

void __rcu_read_lock(void);
void __rcu_read_unlock(void);
void call_rcu(struct rcu_head *head, rcu_callback_t func);
void synchronize_rcu(void);
void rcu_barrier(void);
#if MINI_AT_LEAST(6, 3)
void kvfree_call_rcu(struct rcu_head *head, void *ptr);
#define kfree_rcu(ptr, field)		kvfree_call_rcu(&(ptr)->field, (void *)(ptr))
#else
void kvfree_call_rcu(struct rcu_head *head, rcu_callback_t func);
#define kfree_rcu(ptr, field) \
	kvfree_call_rcu(&(ptr)->field, (rcu_callback_t)(unsigned long)offsetof(__typeof__(*(ptr)), field))
#endif

static __always_inline void rcu_read_lock(void)
{
	__rcu_read_lock();
	__acquire(RCU);
}

static inline void rcu_read_unlock(void)
{
	__release(RCU);
	__rcu_read_unlock();
}

#define rcu_dereference(p)		READ_ONCE(p)
#define rcu_assign_pointer(p, v)	WRITE_ONCE(p, v)

DEFINE_LOCK_GUARD_0(rcu, rcu_read_lock(), rcu_read_unlock())

#endif
