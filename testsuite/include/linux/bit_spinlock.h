/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: one bit as a lock. */
#ifndef __LINUX_BIT_SPINLOCK_H
#define __LINUX_BIT_SPINLOCK_H

#include <linux/preempt.h>

bool mini_test_and_set_bit_lock(int bitnum, unsigned long *addr);
void mini_clear_bit_unlock(int bitnum, unsigned long *addr);

static inline void bit_spin_lock(int bitnum, unsigned long *addr)
{
	preempt_disable();
	while (mini_test_and_set_bit_lock(bitnum, addr))
		barrier();
}

static inline void bit_spin_unlock(int bitnum, unsigned long *addr)
{
	mini_clear_bit_unlock(bitnum, addr);
	preempt_enable();
}

#endif
