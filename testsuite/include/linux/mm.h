/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: where memory comes from. */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/types.h>

bool is_vmalloc_addr(const void *x);

#endif
