/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * C text as tokens, and as much of its statements as choosing a repair needs: functions, the ways in which they fail,
 * labels.  No types, no macros: what is not understood gives no answer, and what is chosen from an answer is
 * proved afterwards.  Borrows the text.
 */
#ifndef FIX_CODE_H
#define FIX_CODE_H

#include "base/strbuf.h"
#include "base/vec.h"

#define CODE_NONE UINT32_MAX

enum tok_kind { TOK_WORD, TOK_TEXT, TOK_PUNCT };	/* names and numbers; strings; one character each */

struct tok {
	u32 at, len, line;	/* line from 1 */
	u8 kind;
	u32 match;		/* of a bracket: the other one; CODE_NONE */
};

struct code {
	const char *text;
	VEC(struct tok) tok;
};

/* A function's definition, as tokens: its first word, its name, the brackets of its parameters and of its body. */
struct code_fn {
	u32 head, name, args, open, close;
};

/* A way out in the body of an `if`. */
struct code_exit {
	u32 cond;		/* the `if` */
	u32 first;		/* `return`, `goto` */
	u32 end;		/* its semicolon */
	u32 body, body_end;	/* what is done when the condition holds: its first and last token */
};

void code_init(struct code *c, const char *text, size_t len);
void code_free(struct code *c);

bool code_is(const struct code *c, u32 tok, const char *word);
/* Is one of [from, to) the word? */
bool code_has(const struct code *c, u32 from, u32 to, const char *word);
/* The text of [first, last], white space as one blank; caller frees. */
char *code_words(const struct code *c, u32 first, u32 last);
char *code_word(const struct code *c, u32 tok);

/* The function that the line is in. */
bool code_function(const struct code *c, u32 line, struct code_fn *out);
/* The statement that a token is in, up to its semicolon; false for a compound one. */
bool code_statement(const struct code *c, const struct code_fn *fn, u32 tok, u32 *first, u32 *end);
/* The first token of the line in the function, CODE_NONE. */
u32 code_at_line(const struct code *c, const struct code_fn *fn, u32 line);
/* The token at a line and column (bytes, from 1) of the function, CODE_NONE. */
u32 code_at(const struct code *c, const struct code_fn *fn, u32 line, u32 col);

typedef VEC(struct code_exit) code_exits;
/* In their order in the text. */
void code_failures(const struct code *c, const struct code_fn *fn, code_exits *out);
/* The token of "name:" in the function, CODE_NONE. */
u32 code_label(const struct code *c, const struct code_fn *fn, const char *name);
/* The next return at or behind a token: its value's first and last token; first > last for none. */
bool code_return(const struct code *c, const struct code_fn *fn, u32 from, u32 *first, u32 *last);
/* The first statement behind the declarations that the token is one of, CODE_NONE. */
u32 code_past_declarations(const struct code *c, const struct code_fn *fn, u32 tok);
/* Calls "name(" in [from, to): CODE_NONE or the next one. */
u32 code_next_call(const struct code *c, u32 from, u32 to);

#endif
