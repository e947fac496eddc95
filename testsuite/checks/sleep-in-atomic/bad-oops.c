// SPDX-License-Identifier: GPL-2.0-only
/* As good-oops.c, but what leaves interrupts off is no oops. */
#include <linux/irqflags.h>
#include <linux/mutex.h>

void quiet_end(unsigned long flags);

unsigned long quiet_begin(void)
{
	unsigned long flags;

	local_irq_save(flags);
	return flags;
}

void fault(struct mutex *m, int bad)
{
	if (bad)
		quiet_end(quiet_begin());
	mutex_lock(m);	/* expect: sleep-in-atomic "mutex_lock" */
	mutex_unlock(m);
}
