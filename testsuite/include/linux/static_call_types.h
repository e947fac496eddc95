/* SPDX-License-Identifier: GPL-2.0-only */
/* What a static call is made of.  NO_STATIC_CALL: an architecture without support. */
#ifndef _TEST_STATIC_CALL_TYPES_H
#define _TEST_STATIC_CALL_TYPES_H
#define __SCT_PASTE2(a, b) a##b
#define __SCT_PASTE(a, b) __SCT_PASTE2(a, b)
#define STATIC_CALL_KEY(name) __SCT_PASTE(__SCK__, name)
#define STATIC_CALL_TRAMP(name) __SCT_PASTE(__SCT__, name)

struct static_call_key {
	void *func;
};

#define DECLARE_STATIC_CALL(name, func)				\
	extern struct static_call_key STATIC_CALL_KEY(name);	\
	extern __typeof__(func) STATIC_CALL_TRAMP(name);

#ifdef NO_STATIC_CALL
#define static_call(name) ((__typeof__(STATIC_CALL_TRAMP(name)) *)(STATIC_CALL_KEY(name).func))
#else
#define __static_call(name) ({ (void)&STATIC_CALL_KEY(name); (&STATIC_CALL_TRAMP(name)); })
#define static_call_mod(name) __static_call(name)
#define static_call(name) __static_call(name)
#endif
#endif
