/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: printing, sleeping assertions, small macros. */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/types.h>
#include <linux/errno.h>
#include <linux/bug.h>
#include <linux/bits.h>

int _printk(const char *fmt, ...);
#define printk(fmt, ...)	_printk(fmt, ##__VA_ARGS__)
#define pr_info(fmt, ...)	printk(fmt, ##__VA_ARGS__)
#define pr_warn(fmt, ...)	printk(fmt, ##__VA_ARGS__)
#define pr_err(fmt, ...)	printk(fmt, ##__VA_ARGS__)
#define pr_debug(fmt, ...)	do { if (0) printk(fmt, ##__VA_ARGS__); } while (0)

void __might_sleep(const char *file, int line);
int __cond_resched(void);
#define might_resched()		__cond_resched()
#define might_sleep()		do { __might_sleep(__FILE__, __LINE__); might_resched(); } while (0)
#define might_sleep_if(cond)	do { if (cond) might_sleep(); } while (0)

#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define offsetof(type, m)	__builtin_offsetof(type, m)
#define container_of(ptr, type, m) ((type *)((char *)(ptr) - offsetof(type, m)))
#define min(a, b)		({ __typeof__(a) __a = (a); __typeof__(b) __b = (b); __a < __b ? __a : __b; })
#define max(a, b)		({ __typeof__(a) __a = (a); __typeof__(b) __b = (b); __a > __b ? __a : __b; })
#define IS_ENABLED(option)	0

void *memcpy(void *to, const void *from, size_t n);
void *memset(void *to, int c, size_t n);

#endif
