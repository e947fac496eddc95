/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files that choose repairs of leaks. */
#ifndef FIX_LEAK_H
#define FIX_LEAK_H

#include "fix/fix_int.h"

typedef VEC(u32) line_vec;

struct lost {
	const struct fix_ctx *cx;
	const struct finding *f;
	struct fix_file *src;
	const struct code *c;
	struct code_fn fn;
	u32 alloc;		/* line, 0 */
	u32 like;		/* line of a release on another path, 0 */
	const char *release;	/* function, NULL */
	char *x;		/* the pointer as the message has it, NULL */
	u32 label;		/* the last one before `like`, CODE_NONE */
};

typedef VEC(u32) token_vec;

/* leak_local.c: is the pointer a variable that the function keeps to itself up to the line?  So must be those that become it. */
bool leak_stays_local(const struct lost *l, u32 line);
/* Does this use only look at what the pointer points to?  Another variable that becomes it goes to alias, unless NULL. */
bool leak_is_local_use(const struct lost *l, u32 tok, token_vec *alias);
/* Does rules/ say of the function at the token that it releases memory? */
bool leak_is_release(const struct lost *l, u32 tok);
/* The call that the token is an argument of, CODE_NONE. */
u32 leak_call_around(const struct lost *l, u32 tok);
/* leak_grow.c: the result of a reallocation goes to a variable of its own. */
void leak_by_growing(const struct lost *l, attempts *out);
/* leak_scope.c: __free(): the pointer's scope releases it on every path. */
void leak_by_scope(const struct lost *l, attempts *out);
/* Does the function have variables with destructors already? */
bool leak_scopes_are_used(const struct lost *l);

#endif
