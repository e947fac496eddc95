/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: attributes and annotations that the other headers use. */
#ifndef __LINUX_COMPILER_H
#define __LINUX_COMPILER_H

#define __always_inline		inline __attribute__((__always_inline__))
#define __must_check		__attribute__((__warn_unused_result__))
#define __maybe_unused		__attribute__((__unused__))
#define __noreturn		__attribute__((__noreturn__))
#define __cleanup(func)		__attribute__((__cleanup__(func)))
#define __init
#define __exit
#define __user
#define __iomem
#define __rcu
#define __percpu
#define __force
#define __acquires(x)
#define __releases(x)
#define __must_hold(x)
#define __acquire(x)		(void)0
#define __release(x)		(void)0
#define __cond_lock(x, c)	(c)
#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)
#define barrier()		__asm__ __volatile__("" : : : "memory")
#define READ_ONCE(x)		(*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, val)	do { *(volatile __typeof__(x) *)&(x) = (val); } while (0)
#define fallthrough		__attribute__((__fallthrough__))

#define __PASTE_(a, b)		a##b
#define __PASTE(a, b)		__PASTE_(a, b)
#define __UNIQUE_ID(prefix)	__PASTE(__PASTE(__unique_, prefix), __COUNTER__)

#define typecheck(type, x) \
	({ type __want; __typeof__(x) __have; (void)(&__want == &__have); 1; })

#endif
