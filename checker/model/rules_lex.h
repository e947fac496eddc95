/* SPDX-License-Identifier: GPL-2.0-only */
/* Between rules_lex.c and rules_parse.c: words of a line.  Readers return -1 with the message in the parser's err. */
#ifndef MODEL_RULES_LEX_H
#define MODEL_RULES_LEX_H

#include "model/rules_parse.h"

struct span {
	const char *s;
	u32 n;
};

struct parser {
	const char *name;	/* of the file, for messages */
	const char *line;	/* where the current line starts */
	const char *p;
	u32 lineno;
	struct rule_lines *out;
	struct err *err;
};

/* "name:line:col: text"; at lies in the current line.  Always -1. */
int lex_fail(struct parser *ps, const char *at, const char *fmt, ...) __printf(3, 4);

bool span_is(struct span t, const char *word);
/* Splits the text before the first c off t; false when there is no c. */
bool span_cut(struct span *t, char c, struct span *head);
/* For messages: what stands there, short and printable.  buf holds 48 bytes; gives buf. */
const char *span_show(struct span t, char *buf);

/* Up to the next blank, comment or end of line.  False when nothing is left on this line. */
bool lex_token(struct parser *ps, struct span *t);
int lex_arg(struct parser *ps, struct span t, int *out);
int lex_version(struct parser *ps, struct span t, u32 *out);
/* One of the kinds in allowed; key is for the message. */
int lex_atomic(struct parser *ps, struct span t, u32 allowed, const char *key, u32 *k);
/* A comma-separated set.  "process" (allowed when process is not NULL) stands alone. */
int lex_atomic_set(struct parser *ps, struct span t, const char *key, u32 *set, bool *process);
/* enum memory_kind: a comma-separated set, or just one. */
int lex_memory(struct parser *ps, struct span t, bool set, u32 *out);
/* The keys of "family" and "flags": the rest of the line. */
int lex_flags_record(struct parser *ps, const char *at, bool removed, struct rule *r);
/* enum ret_class */
int lex_ret_class(struct parser *ps, struct span t, u8 *out);
/* Words by comma, or just one: a bit each. */
int lex_by(struct parser *ps, struct span t, bool set, u64 *out);
int lex_cond(struct parser *ps, struct span t, bool unless, struct rule_cond *out);
int lex_name(struct parser *ps, struct span t, u32 *out);
/* Names, by comma: FUNC or struct:x.member. */
int lex_near(struct parser *ps, struct span t, struct rule *r);
/* "struct:x.member", "union:x.member", "typedef_name.member", "global:variable" */
int lex_field_name(struct parser *ps, struct span t, struct rule *r);

#endif
