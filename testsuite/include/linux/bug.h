/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: assertions. */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <linux/compiler.h>

void __warn_printf(const char *fmt, ...);
void __noreturn panic(const char *fmt, ...);

#define BUG()			panic("BUG at %s:%d", __FILE__, __LINE__)
#define BUG_ON(cond)		do { if (unlikely(cond)) BUG(); } while (0)
#define WARN_ON(cond) \
	({ int __hit = !!(cond); if (unlikely(__hit)) __warn_printf("warning\n"); unlikely(__hit); })
#define WARN_ON_ONCE(cond)	WARN_ON(cond)

#endif
