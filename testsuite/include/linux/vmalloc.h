/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: virtually contiguous memory: always sleeps. */
#ifndef _LINUX_VMALLOC_H
#define _LINUX_VMALLOC_H

#include <linux/types.h>

void *vmalloc(unsigned long size);
void *vzalloc(unsigned long size);
void vfree(const void *addr);

#endif
