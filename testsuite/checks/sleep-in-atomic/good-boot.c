// SPDX-License-Identifier: GPL-2.0-only
/* The kernel starts with interrupts off and takes mutexes: there is nobody yet to wait for. */
#include <linux/irqflags.h>
#include <linux/mutex.h>

static DEFINE_MUTEX(early_table);

void early_setup(void)
{
	mutex_lock(&early_table);
	mutex_unlock(&early_table);
}

void start_kernel(void)
{
	local_irq_disable();
	early_setup();
	local_irq_enable();
}
