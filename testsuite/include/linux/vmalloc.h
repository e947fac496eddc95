/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: virtually contiguous memory: always sleeps. */
#ifndef _LINUX_VMALLOC_H
#define _LINUX_VMALLOC_H

#include <linux/gfp.h>

void *vmalloc(unsigned long size);
void *vzalloc(unsigned long size);
#if MINI_AT_LEAST(6, 10)
void *__vmalloc_noprof(unsigned long size, gfp_t gfp_mask);
#define __vmalloc(...)		alloc_hooks(__vmalloc_noprof(__VA_ARGS__))
#else
void *__vmalloc(unsigned long size, gfp_t gfp_mask);
#endif
void vfree(const void *addr);

#endif
