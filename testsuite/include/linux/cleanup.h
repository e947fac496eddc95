/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: scope-based release: __free(), guard(), scoped_guard(). */
#ifndef _LINUX_CLEANUP_H
#define _LINUX_CLEANUP_H

#include <linux/types.h>
#include <linux/version_select.h>

#define DEFINE_FREE(name, type, release) \
	static inline void __free_##name(void *p) { type _T = *(type *)p; release; }
#define __free(name)			__cleanup(__free_##name)
#if MINI_AT_LEAST(6, 6)
#define __get_and_null(p) \
	({ __auto_type __where = &(p); __auto_type __value = *__where; *__where = NULL; __value; })
static inline __must_check const volatile void *__must_check_fn(const volatile void *value)
{
	return value;
}
#define no_free_ptr(p)			((__typeof__(p))__must_check_fn(__get_and_null(p)))
#else
#define no_free_ptr(p)			({ __typeof__(p) __keep = (p); (p) = NULL; __keep; })
#endif
#define return_ptr(p)			return no_free_ptr(p)
#define retain_and_null_ptr(p)		((void)no_free_ptr(p))

/* A lock class: a handle that remembers the lock, made by the constructor, undone by the destructor. */
#define DEFINE_LOCK_GUARD_1(name, type, lock_it, unlock_it, ...) \
	typedef struct { type *lock; __VA_ARGS__; } class_##name##_t; \
	static inline class_##name##_t class_##name##_constructor(type *l) \
	{ class_##name##_t h = { .lock = l }, *_T = &h; lock_it; return h; } \
	static inline void class_##name##_destructor(class_##name##_t *_T) \
	{ if (_T->lock) { unlock_it; } }
#define DEFINE_LOCK_GUARD_0(name, lock_it, unlock_it, ...) \
	typedef struct { void *lock; __VA_ARGS__; } class_##name##_t; \
	static inline class_##name##_t class_##name##_constructor(void) \
	{ class_##name##_t h = { .lock = (void *)1 }, *_T __maybe_unused = &h; lock_it; return h; } \
	static inline void class_##name##_destructor(class_##name##_t *_T) \
	{ if (_T->lock) { unlock_it; } }
#define DEFINE_GUARD(name, type, lock_it, unlock_it) \
	typedef type class_##name##_t; \
	static inline type class_##name##_constructor(type _T) { lock_it; return _T; } \
	static inline void class_##name##_destructor(type *p) { type _T = *p; if (_T) { unlock_it; } }

#define CLASS(name, var) \
	class_##name##_t var __cleanup(class_##name##_destructor) = class_##name##_constructor
#define guard(name)			CLASS(name, __UNIQUE_ID(guard))
#define scoped_guard(name, args...) \
	for (CLASS(name, scope)(args), *done = NULL; !done; done = (void *)1)

#endif
