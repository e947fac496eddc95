/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files that give functions a gfp_t parameter. */
#ifndef FIX_PARAM_H
#define FIX_PARAM_H

#include "fix/fix_int.h"

struct spot {
	char *file;
	u32 line;
};

typedef VEC(struct spot) spots;

/* Which functions, which of their allocations, and the calls that pass GFP_ATOMIC. */
struct threading {
	str_vec fn;
	spots def;		/* of each function, its definition */
	spots flag, start;
};

/* The function of that name among t's, UINT32_MAX. */
u32 threading_fn(const struct threading *t, const char *name);
/* param_places.c: all files that name one of the functions; takes t.  False: a place is not what can be changed. */
bool threading_make(const struct fix_ctx *cx, struct threading *t, struct attempt *out);

#endif
