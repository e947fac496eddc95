/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files that choose repairs. */
#ifndef FIX_FIX_INT_H
#define FIX_FIX_INT_H

#include "fix/fix.h"

/* A new attempt at a place of the tree: with -D targeted, and func and line of it.  NULL: no such file. */
struct attempt *attempt_new(const struct fix_ctx *cx, attempts *out, const char *cocci, const char *path, u32 func);
/* One more run, or false; what follows is about it. */
bool attempt_part(const struct fix_ctx *cx, struct attempt *a, const char *cocci, const char *path, const char *func);
void attempt_free(struct attempt *a);
void part_copy(const struct part *p, struct attempt *out);
void attempt_def(struct attempt *a, const char *fmt, ...) __printf(2, 3);
void attempt_line(struct attempt *a, u32 line);
/* -D line=N,N from the lines, and -D file. */
void attempt_lines_done(struct attempt *a);
void attempt_say(struct attempt *a, const char *what, const char *why_fmt, ...) __printf(3, 4);

/* The file of the place, with the function that holds it; NULL and *why. */
struct fix_file *place_in(const struct fix_ctx *cx, const struct place *at, struct code_fn *fn, struct strbuf *why);
/* The name in quotes or the word before "()" behind a prefix in a text, NULL; caller frees. */
char *quoted(const char *text);
char *called(const char *text);

/* Two files of one part of the tree: as many folders in common as a driver has, or the folder is the same. */
bool same_part(const char *a, const char *b);

/* choose_region.c: what sleeps moves out of the locked section. */
void choose_region(const struct fix_ctx *cx, const struct finding *f, attempts *out);

/* choose_param.c: the function that allocates, and those down to it, get a parameter. */
void choose_param(const struct fix_ctx *cx, const struct finding *f, attempts *out);
bool extend_param(const struct fix_ctx *cx, const struct attempt *a, const struct finding *n, struct attempt *out);
bool refine_param(const struct fix_ctx *cx, const struct attempt *a, const struct report *after,
		  const struct finding *n, struct attempt *out);
void threading_free(struct threading *t);
struct threading *threading_copy(const struct threading *t);

/* Tables of choose.c */
void choose_gfp_atomic(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why);
void choose_needless(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why);
void choose_gfp_flags(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why);
void choose_unchecked(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why);
void choose_leak(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why);
void choose_mismatched(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why);
void choose_double_free(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why);
void choose_use_after_free(const struct fix_ctx *cx, const struct finding *f, attempts *out, struct strbuf *why);

#endif
