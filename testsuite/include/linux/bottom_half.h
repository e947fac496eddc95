/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: bottom halves off and on. */
#ifndef _LINUX_BH_H
#define _LINUX_BH_H

#include <linux/preempt.h>

static inline void local_bh_disable(void)
{
	__preempt_count_add(0x200);
	barrier();
}

void __local_bh_enable_ip(unsigned long ip, unsigned int cnt);

static inline void local_bh_enable(void)
{
	__local_bh_enable_ip(0, 0x200);
}

#endif
