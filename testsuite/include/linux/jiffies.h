/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: ticks. */
#ifndef _LINUX_JIFFIES_H
#define _LINUX_JIFFIES_H

#define HZ 250

extern unsigned long volatile jiffies;
unsigned long msecs_to_jiffies(const unsigned int m);

#endif
