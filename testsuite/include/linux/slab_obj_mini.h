/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: allocation by type, with GFP_KERNEL where nothing is said (from 7.0). */
#ifndef _LINUX_SLAB_OBJ_MINI_H
#define _LINUX_SLAB_OBJ_MINI_H

#include <linux/gfp.h>

#if MINI_AT_LEAST(7, 0)
#define __second_gfp(a, b, ...)		b
#define default_gfp(...)		__second_gfp(, ##__VA_ARGS__, GFP_KERNEL)
#define __alloc_objs(how, gfp, type, n) \
	({ const size_t __obj_size = sizeof(type) * (n); (type *)how(__obj_size, gfp); })
#define __alloc_flex(how, gfp, type, array, n) \
	({ const size_t __n = (n); type *__obj = how(sizeof(type) + __n * sizeof(((type *)0)->array[0]), gfp); \
	   if (__obj) __obj->nr_##array = __n; __obj; })

#define kmalloc_obj(x, ...)		__alloc_objs(kmalloc, default_gfp(__VA_ARGS__), __typeof__(x), 1)
#define kmalloc_objs(x, n, ...)		__alloc_objs(kmalloc, default_gfp(__VA_ARGS__), __typeof__(x), n)
#define kzalloc_obj(x, ...)		__alloc_objs(kzalloc, default_gfp(__VA_ARGS__), __typeof__(x), 1)
#define kzalloc_objs(x, n, ...)		__alloc_objs(kzalloc, default_gfp(__VA_ARGS__), __typeof__(x), n)
#define kzalloc_flex(x, array, n, ...)	__alloc_flex(kzalloc, default_gfp(__VA_ARGS__), __typeof__(x), array, n)
#define kvmalloc_obj(x, ...)		__alloc_objs(kvmalloc, default_gfp(__VA_ARGS__), __typeof__(x), 1)
#endif

#endif
