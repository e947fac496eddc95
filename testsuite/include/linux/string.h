/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: copies that allocate. */
#ifndef _LINUX_STRING_H
#define _LINUX_STRING_H

#include <linux/gfp_types.h>

char *kstrdup(const char *s, gfp_t gfp);
void *kmemdup(const void *src, size_t len, gfp_t gfp);
void *memdup_user(const void __user *src, size_t len);
void *memcpy(void *to, const void *from, size_t n);

#endif
