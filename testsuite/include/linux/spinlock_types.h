/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: the lock types. */
#ifndef __LINUX_SPINLOCK_TYPES_H
#define __LINUX_SPINLOCK_TYPES_H

typedef struct raw_spinlock {
	unsigned int raw_lock;
} raw_spinlock_t;

typedef struct spinlock {
	struct raw_spinlock rlock;
} spinlock_t;

typedef struct {
	unsigned int raw_lock;
} rwlock_t;

#define DEFINE_SPINLOCK(x)	spinlock_t x = { { 0 } }
#define DEFINE_RAW_SPINLOCK(x)	raw_spinlock_t x = { 0 }
#define DEFINE_RWLOCK(x)	rwlock_t x = { 0 }

#endif
