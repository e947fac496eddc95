// SPDX-License-Identifier: GPL-2.0-only
/* What was saved while interrupts were off is restored to that. */
#include <linux/delay.h>
#include <linux/irqflags.h>

void kiln_vent(void)
{
	unsigned long flags;

	local_irq_disable();
	local_irq_save(flags);
	local_irq_restore(flags);
	msleep(1);			/* expect: sleep-in-atomic "msleep.*interrupts are disabled" */
	local_irq_enable();
}
