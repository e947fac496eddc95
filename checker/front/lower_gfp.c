// SPDX-License-Identifier: GPL-2.0-only
/*
 * The gfp-like argument of a call as it was written: "GFP_KERNEL", "flags | __GFP_ZERO".
 *
 * The argument is the one whose parameter is a gfp_t; where that names no flag, any other that does: a flag given
 * to a parameter of another type has no other trace in the IR.  Names are looked for where the user wrote them, so a
 * flag that only a macro's body names is not found.
 *
 * Cost: for most calls a look at the text up to the next semicolon; AST only where that names a flag.
 */
#include <string.h>

#include "front/lower.h"

#define MAX_STATEMENT 600u	/* bytes of a call that are looked at */
#define MAX_SPAN 80u
#define MAX_DEPTH 6u

static bool starts_gfp(const char *s)
{
	return !strncmp(s, "GFP_", 4) || !strncmp(s, "__GFP_", 6);
}

/* "GFP_KERNEL" of GFP_KERNEL, (GFP_KERNEL), GFP_KERNEL | x. */
static ir_str leftmost(struct lower *lw, CXCursor arg)
{
	ir_str s = lower_written(lw, arg);
	struct kids k;

	for (u32 depth = 0; depth < 4; depth++) {
		if (s && starts_gfp(lw->b->str.text + s))
			return s;
		arg = lower_skip(arg);
		if (arg.kind != CXCursor_BinaryOperator)
			break;
		kids_get(&k, arg);
		arg = k.nr ? kid(&k, 0) : arg;
		kids_free(&k);
		s = lower_written(lw, lower_skip(arg));
	}
	return 0;
}

/* The last operand that is a flag: where its text begins, and how much of the file is left there. */
static const char *last_flag(struct lower *lw, CXCursor c, u32 depth, size_t *left)
{
	const char *s = lower_written_at(lw, c, left), *found = NULL;
	struct kids k;
	size_t n;

	if (s && *left > 6 && starts_gfp(s))
		found = s;
	c = lower_skip(c);
	if (depth == MAX_DEPTH || (c.kind != CXCursor_BinaryOperator && c.kind != CXCursor_ConditionalOperator &&
				   c.kind != CXCursor_UnaryOperator))
		return found;
	kids_get(&k, c);
	for (u32 i = 0; i < k.nr; i++) {
		s = last_flag(lw, kid(&k, i), depth + 1, &n);
		if (s) {
			found = s;
			*left = n;
		}
	}
	kids_free(&k);
	return found;
}

static bool is_ident(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* "flags | __GFP_ZERO": from the first operand to the last flag; only the flag where the text between is odd. */
static ir_str span(struct lower *lw, CXCursor arg)
{
	size_t left, all, n = 0;
	const char *flag = last_flag(lw, arg, 0, &left), *s;
	u32 id;

	if (!flag)
		return 0;
	while (n < left && n < MAX_SPAN && is_ident(flag[n]))
		n++;
	s = lower_written_at(lw, arg, &all);
	if (s && s <= flag && (size_t)(flag - s) + n <= MAX_SPAN && !memchr(s, '\n', (size_t)(flag - s))) {
		n += (size_t)(flag - s);
		flag = s;
	}
	id = strtab_addn(&lw->b->str, flag, n);
	return lw->b->str.off[id];
}

static bool mentions_gfp(struct lower *lw, CXCursor call)
{
	size_t left;
	const char *s = lower_written_at(lw, call, &left), *end;

	if (!s)
		return false;
	left = MIN(left, MAX_STATEMENT);
	end = memchr(s, ';', left);
	return memmem(s, end ? (size_t)(end - s) : left, "GFP_", 4);
}

ir_str lower_gfp(struct lower *lw, CXCursor call, u32 sym)
{
	u32 gfp = sym == IR_NONE ? MAP_NONE : map_get(&lw->gfp_map, sym);
	int nr = clang_Cursor_getNumArguments(call);
	ir_str text = 0;

	if (gfp != MAP_NONE && (int)gfp <= nr)
		text = leftmost(lw, clang_Cursor_getArgument(call, gfp - 1));
	if (text || !mentions_gfp(lw, call))
		return text;
	if (gfp != MAP_NONE && (int)gfp <= nr)
		text = span(lw, clang_Cursor_getArgument(call, gfp - 1));
	for (int i = 0; i < nr && !text; i++) {
		CXCursor arg = clang_Cursor_getArgument(call, (unsigned)i);

		text = leftmost(lw, arg);
		if (!text)
			text = span(lw, arg);
	}
	return text;
}
