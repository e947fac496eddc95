// SPDX-License-Identifier: GPL-2.0-only
/* Interrupts that were disabled twice are enabled by one local_irq_enable(); local_irq_restore() gives back what was before. */
#include <linux/delay.h>
#include <linux/irqflags.h>

void kiln_fire(void)
{
	local_irq_disable();
	local_irq_disable();
	local_irq_enable();
	msleep(1);
}
