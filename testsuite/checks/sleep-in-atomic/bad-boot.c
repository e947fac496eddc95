// SPDX-License-Identifier: GPL-2.0-only
/* As good-boot.c, but a processor that is started later: the others run by then. */
#include <linux/irqflags.h>
#include <linux/mutex.h>

static DEFINE_MUTEX(late_table);

void late_setup(void)
{
	mutex_lock(&late_table);	/* expect: sleep-in-atomic "mutex_lock" */
	mutex_unlock(&late_table);
}

void start_other(void)
{
	local_irq_disable();
	late_setup();
	local_irq_enable();
}
