/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: copies that allocate. */
#ifndef _LINUX_STRING_H
#define _LINUX_STRING_H

#include <linux/gfp.h>

char *kstrdup(const char *s, gfp_t gfp);
const char *kstrdup_const(const char *s, gfp_t gfp);
void kfree_const(const void *x);
char *kstrndup(const char *s, size_t len, gfp_t gfp);
char *kasprintf(gfp_t gfp, const char *fmt, ...);
#if MINI_AT_LEAST(6, 10)
void *kmemdup_noprof(const void *src, size_t len, gfp_t gfp);
#define kmemdup(...)		alloc_hooks(kmemdup_noprof(__VA_ARGS__))
#else
void *kmemdup(const void *src, size_t len, gfp_t gfp);
#endif
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
char *strcpy(char *to, const char *from);
int snprintf(char *buf, size_t size, const char *fmt, ...);
void *memdup_user(const void __user *src, size_t len);
void *memset(void *to, int c, size_t n);
void *memcpy(void *to, const void *from, size_t n);

#endif
