/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of ir/ share among themselves; nobody else includes this. */
#ifndef IR_IR_IMPL_H
#define IR_IR_IMPL_H

#include "base/strbuf.h"
#include "ir/ir_build.h"

/* ir_value.c: starts the open function's values with V_NONE. */
void irb_values_begin(struct ir_builder *b);

/* ir_words.c: the words of the text form; each table ends with a NULL. */
struct ir_word {
	const char *word;
	u32 value;
};

extern const struct ir_word ir_words_file[], ir_words_type[], ir_words_sym[], ir_words_event[], ir_words_func[];

/* "==" and so on; "" for OP_NONE. */
const char *ir_op_text(enum ir_op op);
bool ir_op_has_sign(enum ir_op op);

bool ir_is_ident_start(char c);
bool ir_is_ident_char(char c);
bool ir_is_ident(const char *s);
/* "name" as it is when it is a C identifier, else quoted. */
void ir_print_name(struct strbuf *out, const char *name);
void ir_print_quoted(struct strbuf *out, const char *s);

/*
 * Names may repeat within a unit (two static functions, two locals of one name).  The text form tells them
 * apart by their place among the declarations of that name: the second `x` is x~2.
 */
struct ir_names {
	struct strtab str;
	VEC(u32) count;		/* by string id: how many have the name so far */
	struct map place;	/* (string id, place) -> index of the declared thing */
};

void ir_names_init(struct ir_names *n);
void ir_names_free(struct ir_names *n);
void ir_names_clear(struct ir_names *n);
u32 ir_names_add(struct ir_names *n, const char *name, u32 index);	/* its place, from 1 */
u32 ir_names_find(const struct ir_names *n, const char *name, u32 place);	/* IR_NONE when absent */
u32 ir_names_count(const struct ir_names *n, const char *name);

/* ir_print_val.c: what the text form needs to name things.  The arrays hold places, from 1. */
struct ir_dump {
	const struct ir_unit *u;
	const struct ir_func *f;
	struct strbuf *out;
	struct ir_names fields;		/* by bare name */
	VEC(u32) sym_place;
	VEC(u32) type_place;
	VEC(u32) local_place;
	VEC(u32) let;			/* by value id: its number when it is a `let` definition, or 0 */
};

void ir_dump_val(const struct ir_dump *d, ir_val_id v);
void ir_dump_operand(const struct ir_dump *d, ir_val_id v);	/* what may stand before . -> [ ( */
void ir_dump_sym(const struct ir_dump *d, u32 sym);
void ir_dump_field(const struct ir_dump *d, u32 field);
void ir_dump_let(const struct ir_dump *d, ir_val_id v);	/* its definition, though it is a `let` */

#endif
