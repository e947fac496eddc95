/* SPDX-License-Identifier: GPL-2.0-only */
/* Static calls: definition and update. */
#ifndef _TEST_STATIC_CALL_H
#define _TEST_STATIC_CALL_H
#include <linux/static_call_types.h>

long __static_call_return0(void);
void __static_call_update(struct static_call_key *key, void *tramp, void *func);

#ifdef NO_STATIC_CALL
#define STATIC_CALL_TRAMP_ADDR(name) ((void *)0)
#define static_call_cond(name) (void)static_call(name)
#else
#define STATIC_CALL_TRAMP_ADDR(name) &STATIC_CALL_TRAMP(name)
#define static_call_cond(name) (void)__static_call(name)
#endif

#define __DEFINE_STATIC_CALL(name, _func, _init) \
	DECLARE_STATIC_CALL(name, _func) struct static_call_key STATIC_CALL_KEY(name) = { .func = _init }
#define DEFINE_STATIC_CALL(name, _func) __DEFINE_STATIC_CALL(name, _func, _func)
#define DEFINE_STATIC_CALL_NULL(name, _func) __DEFINE_STATIC_CALL(name, _func, (void *)0)
#define DEFINE_STATIC_CALL_RET0(name, _func) __DEFINE_STATIC_CALL(name, _func, __static_call_return0)

#define static_call_update(name, func)									\
({													\
	__typeof__(&STATIC_CALL_TRAMP(name)) __F = (func);						\
	__static_call_update(&STATIC_CALL_KEY(name), STATIC_CALL_TRAMP_ADDR(name), __F);		\
})
#endif
