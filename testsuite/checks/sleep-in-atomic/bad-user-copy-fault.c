// SPDX-License-Identifier: GPL-2.0-only
/* As good-user-copy-nofault.c, but page faults are enabled again too early. */
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
	left = copy_from_user(to, from, 4);
	pagefault_enable();
	left += copy_from_user(to, from, 8);	/* expect: sleep-in-atomic "copy_from_user\(\) may sleep while '.lock' is held" */
	spin_unlock(lock);
	return left;
}
