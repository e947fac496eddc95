/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The preprocessor's lines of a C text, without a compiler: what it includes, defines and asks.
 *
 * Only for decisions about speed: what is hidden in an #if or in a macro is not understood.  Comments are, and lines that
 * go on.  Nothing is copied; cost: one pass over the text.
 */
#ifndef BASE_DIRECTIVE_H
#define BASE_DIRECTIVE_H

#include <stdbool.h>
#include <stddef.h>

enum directive_kind { DIR_INCLUDE, DIR_DEFINE, DIR_UNDEF, DIR_IF, DIR_IFDEF, DIR_IFNDEF, DIR_PRAGMA, DIR_OTHER };

struct directive {
	enum directive_kind kind;
	const char *arg;	/* behind the word, to the end of the line */
	size_t len;
};

/* A place in a text. */
struct directives {
	const char *at, *end;
};

/* The next one; false at the end. */
bool directive_next(struct directives *d, struct directive *out);
/* The identifier that the argument begins with; its length, 0: none. */
size_t directive_name(const struct directive *d);
/* What is included, without quotes or brackets; NULL: a macro. */
const char *directive_path(const struct directive *d, size_t *len);
/* The next identifier at or behind s, outside comments; NULL: none. */
const char *identifier_next(const char *s, const char *end, size_t *len);
/*
 * The guard that the text begins with, so that reading it twice is as reading it once: X of #ifndef X, or of
 * #if !defined(X) [|| ...], with `#define X` before anything else; "" (*len 0) for #pragma once.  NULL: there is none.
 */
const char *text_guard(const char *s, size_t size, size_t *len);

#endif
