/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: which kernel the mini headers look like; the runner sets it. */
#ifndef _TESTSUITE_VERSION_SELECT_H
#define _TESTSUITE_VERSION_SELECT_H

#include <linux/version.h>

#define MINI_AT_LEAST(major, minor) (LINUX_VERSION_CODE >= KERNEL_VERSION(major, minor, 0))

#endif
