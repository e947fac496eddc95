// SPDX-License-Identifier: GPL-2.0-only
/* An oops leaves interrupts as it found them, by what oops_begin() returned; and the kernel is broken by then. */
#include <linux/irqflags.h>
#include <linux/mutex.h>

void oops_end(unsigned long flags);

unsigned long oops_begin(void)
{
	unsigned long flags;

	local_irq_save(flags);
	return flags;
}

void fault(struct mutex *m, int bad)
{
	if (bad)
		oops_end(oops_begin());
	mutex_lock(m);
	mutex_unlock(m);
}
