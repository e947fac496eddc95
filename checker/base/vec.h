/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Growing arrays.  VEC(struct foo) v = {0}; then vec_push(&v, foo), v.at[i], v.nr, vec_free(&v).
 * Pointers into a vec die at the next push: keep indexes.  push is amortised O(1).
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"

#define VEC(type) struct { type *at; u32 nr; u32 cap; }

static inline void *vec_grow_raw(void *at, u32 *cap, u64 need, size_t size)
{
	u64 n = *cap ? *cap : 16;

	while (n < need)
		n *= 2;
	BUG_ON(n > UINT32_MAX);
	*cap = (u32)n;
	return xrealloc(at, n * size);
}

#define vec_reserve(v, more) do {						\
	if ((u64)(v)->nr + (more) > (v)->cap)					\
		(v)->at = vec_grow_raw((v)->at, &(v)->cap,			\
				       (u64)(v)->nr + (more), sizeof(*(v)->at));	\
} while (0)

#define vec_push(v, ...) do {							\
	vec_reserve(v, 1);							\
	(v)->at[(v)->nr++] = (__VA_ARGS__);					\
} while (0)

/* Appends room for n zeroed elements and gives the index of the first. */
#define vec_extend(v, n) __extension__ ({					\
	u32 first_ = (v)->nr;							\
	vec_reserve(v, n);							\
	if (n)									\
		memset((v)->at + first_, 0, (size_t)(n) * sizeof(*(v)->at));	\
	(v)->nr += (n);								\
	first_; })

#define vec_pop(v) ((v)->at[--(v)->nr])
#define vec_last(v) ((v)->at[(v)->nr - 1])
#define vec_clear(v) ((void)((v)->nr = 0))
#define vec_free(v) do { free((v)->at); (v)->at = NULL; (v)->nr = (v)->cap = 0; } while (0)

#endif
