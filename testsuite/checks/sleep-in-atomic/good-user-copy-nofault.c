// SPDX-License-Identifier: GPL-2.0-only
/* With page faults disabled a copy from user space fails rather than sleeps. */
#include <linux/preempt.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>

void pagefault_disable(void);
void pagefault_enable(void);

long peek(spinlock_t *lock, void *to, const void *from)
{
	long left;

	spin_lock(lock);
	pagefault_disable();
	left = copy_from_user(to, from, 8);
	pagefault_enable();
	spin_unlock(lock);
	return left;
}
