/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: assertions about locks. */
#ifndef __LINUX_LOCKDEP_H
#define __LINUX_LOCKDEP_H

#include <linux/bug.h>

int lock_is_held(const void *lock);
#define lockdep_assert(cond)		do { WARN_ON(!(cond)); } while (0)
#define lockdep_assert_held(l)		lockdep_assert(lock_is_held(l))
#define lockdep_assert_not_held(l)	lockdep_assert(!lock_is_held(l))

#endif
