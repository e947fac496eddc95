/* SPDX-License-Identifier: GPL-2.0-only */
/* The reader of the text form, shared by ir_read*.c. */
#ifndef IR_IR_READ_IMPL_H
#define IR_IR_READ_IMPL_H

#include "ir/ir_impl.h"

struct reader_label {
	u32 blk;
	bool is_defined;
	u32 line, col;		/* first mention */
};

struct reader {
	const char *name;	/* of the text, for messages */
	const char *p;		/* next character */
	const char *line_at;	/* where the line begins */
	u32 line;
	u32 depth;		/* of nested expressions */
	struct ir_builder *b;
	struct err *err;
	struct strbuf word, word2;	/* last names read */

	struct ir_names syms, types, fields;

	/* the open function */
	struct ir_names locals;
	struct strtab labels;
	VEC(struct reader_label) label;	/* by string id; blk is IR_NONE when unused */
	struct strtab results;
	VEC(u32) result_event;	/* by string id */
	struct map lets;	/* number -> value */
	u16 usual_file;
	u32 next_event;
};

/* ---- ir_read_lex.c: characters, words, numbers.  All stay within the line. ---- */
int rd_fail(struct reader *r, const char *fmt, ...) __printf(2, 3);
int rd_fail_at(struct reader *r, u32 line, u32 col, const char *fmt, ...) __printf(4, 5);
u32 rd_col(const struct reader *r);
void rd_space(struct reader *r);
char rd_peek(struct reader *r);				/* after space; '\n' or 0 at the end of the line */
bool rd_take(struct reader *r, const char *punct);	/* after space */
int rd_expect(struct reader *r, const char *punct) __must_check;
bool rd_word(struct reader *r, const char *word);	/* takes this identifier */
int rd_eol(struct reader *r) __must_check;		/* comment and newline */
bool rd_next_line(struct reader *r);			/* to the next line that is not empty; false at the end */
int rd_ident(struct reader *r, struct strbuf *out) __must_check;
int rd_string(struct reader *r, struct strbuf *out) __must_check;
int rd_name(struct reader *r, struct strbuf *out) __must_check;	/* identifier or string */
int rd_int(struct reader *r, s64 *out) __must_check;
int rd_number(struct reader *r, u32 max, u32 *out) __must_check;
int rd_place(struct reader *r, u32 *out) __must_check;	/* ~2, or nothing: 1 */
/* Takes a word of the table, or "flags N", and ORs it in; 0: there was none. */
int rd_flag(struct reader *r, const struct ir_word *words, u32 max, u32 *flags);

/* ---- ir_read_expr.c: references and values ---- */
int rd_sym(struct reader *r, u32 *out) __must_check;
int rd_type(struct reader *r, u32 *out) __must_check;
int rd_field(struct reader *r, u32 *out) __must_check;
int rd_file(struct reader *r, u32 *out) __must_check;
/* `at LINE:COL [in FILE]`; 0: there was none, 1: read, -1: error. */
int rd_loc(struct reader *r, struct ir_loc *out) __must_check;
int rd_expr(struct reader *r, ir_val_id *out) __must_check;	/* may be V_NONE */
int rd_value(struct reader *r, ir_val_id *out) __must_check;
int rd_postfix(struct reader *r, ir_val_id *out) __must_check;

/* ---- ir_read_func.c: from behind the word `func` to the closing brace ---- */
int rd_func(struct reader *r) __must_check;

#endif
