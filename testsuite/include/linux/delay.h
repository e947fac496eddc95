/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: busy and sleeping delays. */
#ifndef _LINUX_DELAY_H
#define _LINUX_DELAY_H

void msleep(unsigned int msecs);
unsigned long msleep_interruptible(unsigned int msecs);
void usleep_range_state(unsigned long min, unsigned long max, unsigned int state);
void __udelay(unsigned long usecs);

#define udelay(n)	__udelay(n)
#define mdelay(n)	__udelay((n) * 1000UL)

static inline void usleep_range(unsigned long min, unsigned long max)
{
	usleep_range_state(min, max, 2);
}

static inline void ssleep(unsigned int seconds)
{
	msleep(seconds * 1000);
}

#endif
