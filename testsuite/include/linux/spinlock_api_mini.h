/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: spin_*() on top of raw_spin_*(); part of linux/spinlock.h. */
#ifndef _TESTSUITE_SPINLOCK_API_MINI_H
#define _TESTSUITE_SPINLOCK_API_MINI_H

static __always_inline raw_spinlock_t *spinlock_check(spinlock_t *lock)
{
	return &lock->rlock;
}

#define spin_lock_init(lock)	raw_spin_lock_init(spinlock_check(lock))

static __always_inline void spin_lock(spinlock_t *lock)
{
	raw_spin_lock(&lock->rlock);
}

static __always_inline void spin_lock_bh(spinlock_t *lock)
{
	raw_spin_lock_bh(&lock->rlock);
}

static __always_inline void spin_lock_irq(spinlock_t *lock)
{
	raw_spin_lock_irq(&lock->rlock);
}

static __always_inline int spin_trylock(spinlock_t *lock)
{
	return raw_spin_trylock(&lock->rlock);
}

static __always_inline void spin_unlock(spinlock_t *lock)
{
	raw_spin_unlock(&lock->rlock);
}

static __always_inline void spin_unlock_bh(spinlock_t *lock)
{
	raw_spin_unlock_bh(&lock->rlock);
}

static __always_inline void spin_unlock_irq(spinlock_t *lock)
{
	raw_spin_unlock_irq(&lock->rlock);
}

static __always_inline void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags)
{
	raw_spin_unlock_irqrestore(&lock->rlock, flags);
}

#define spin_lock_nested(lock, sub)	do { raw_spin_lock_nested(spinlock_check(lock), sub); } while (0)
#define spin_lock_irqsave(lock, flags)	do { raw_spin_lock_irqsave(spinlock_check(lock), flags); } while (0)
#define spin_trylock_irqsave(lock, flags) \
	({ local_irq_save(flags); spin_trylock(lock) ? 1 : ({ local_irq_restore(flags); 0; }); })
#define assert_spin_locked(lock)	BUG_ON(!(lock)->rlock.raw_lock)

#endif
