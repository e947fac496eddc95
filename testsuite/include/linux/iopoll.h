/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: polling a register, asleep or not. */
#ifndef _LINUX_IOPOLL_H
#define _LINUX_IOPOLL_H

#include <linux/kernel.h>
#include <linux/delay.h>

#define read_poll_timeout(op, val, cond, sleep_us, timeout_us, before, args...) ({ \
	unsigned long __sleep_us = (sleep_us), __left = (timeout_us); \
	might_sleep_if((__sleep_us) != 0); \
	if ((before) && __sleep_us) \
		usleep_range((__sleep_us >> 2) + 1, __sleep_us); \
	for (;;) { \
		(val) = op(args); \
		if ((cond) || !__left--) \
			break; \
		if (__sleep_us) \
			usleep_range((__sleep_us >> 2) + 1, __sleep_us); \
	} \
	(cond) ? 0 : -ETIMEDOUT; \
})
#define readl_poll_timeout(addr, val, cond, sleep_us, timeout_us) \
	read_poll_timeout(readl, val, cond, sleep_us, timeout_us, false, addr)

#endif
