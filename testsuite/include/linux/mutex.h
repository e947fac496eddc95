/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: sleeping mutual exclusion. */
#ifndef __LINUX_MUTEX_H
#define __LINUX_MUTEX_H

#include <linux/kernel.h>
#include <linux/cleanup.h>
#include <linux/list.h>

struct mutex {
	int owner;
};

#define DEFINE_MUTEX(name)	struct mutex name = { 0 }

void __mutex_init(struct mutex *lock, const char *name);
#define mutex_init(lock)	__mutex_init((lock), #lock)
void mutex_lock(struct mutex *lock);
int __must_check mutex_lock_interruptible(struct mutex *lock);
int mutex_trylock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
#define mutex_lock_nested(lock, sub) mutex_lock(lock)

DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))

#endif
