// SPDX-License-Identifier: GPL-2.0-only
/* Words, operators and names of the text form: one table each for the printer and the reader. */
#include "ir/ir_impl.h"

const struct ir_word ir_words_file[] = {
	{ "main", IR_FILE_MAIN }, { "pch", IR_FILE_PCH }, { NULL, 0 },
};

const struct ir_word ir_words_type[] = {
	{ "other", T_OTHER }, { "void", T_VOID }, { "bool", T_BOOL }, { "int", T_INT }, { "enum", T_ENUM },
	{ "float", T_FLOAT }, { "ptr", T_PTR }, { "array", T_ARRAY }, { "record", T_RECORD }, { "func", T_FUNC },
	{ NULL, 0 },
};

const struct ir_word ir_words_sym[] = {
	{ "static", IR_SYM_STATIC }, { "defined", IR_SYM_DEFINED }, { "weak", IR_SYM_WEAK },
	{ "inline", IR_SYM_INLINE }, { "exported", IR_SYM_EXPORTED }, { "noreturn", IR_SYM_NORETURN },
	{ "variadic", IR_SYM_VARIADIC }, { "const", IR_SYM_CONST }, { NULL, 0 },
};

const struct ir_word ir_words_event[] = {
	{ "implicit", IR_EV_IMPLICIT }, { "macro", IR_EV_MACRO }, { "init", IR_EV_INIT }, { NULL, 0 },
};

const struct ir_word ir_words_func[] = {
	{ "truncated", IR_FUNC_TRUNCATED }, { NULL, 0 },
};

const char *ir_op_text(enum ir_op op)
{
	static const char *const text[] = {
		[OP_NONE] = "", [OP_ADD] = "+", [OP_SUB] = "-", [OP_MUL] = "*", [OP_DIV] = "/", [OP_REM] = "%",
		[OP_SHL] = "<<", [OP_SHR] = ">>", [OP_AND] = "&", [OP_OR] = "|", [OP_XOR] = "^",
		[OP_EQ] = "==", [OP_NE] = "!=", [OP_LT] = "<", [OP_LE] = "<=", [OP_GT] = ">", [OP_GE] = ">=",
		[OP_NEG] = "-", [OP_NOT] = "~", [OP_LNOT] = "!",
	};

	return text[op];
}

bool ir_op_has_sign(enum ir_op op)
{
	return (op >= OP_LT && op <= OP_GE) || op == OP_SHR || op == OP_DIV || op == OP_REM;
}

bool ir_is_ident_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool ir_is_ident_char(char c)
{
	return ir_is_ident_start(c) || (c >= '0' && c <= '9');
}

void ir_print_quoted(struct strbuf *out, const char *s)
{
	strbuf_putc(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			strbuf_printf(out, "\\%c", *s);
		else if (*s == '\n')
			strbuf_puts(out, "\\n");
		else if (*s == '\t')
			strbuf_puts(out, "\\t");
		else if (*s < ' ' || *s > '~')
			strbuf_printf(out, "\\x%02x", (u8)*s);
		else
			strbuf_putc(out, *s);
	}
	strbuf_putc(out, '"');
}

bool ir_is_ident(const char *s)
{
	if (!ir_is_ident_start(*s))
		return false;
	while (ir_is_ident_char(*s))
		s++;
	return !*s;
}

void ir_print_name(struct strbuf *out, const char *name)
{
	if (ir_is_ident(name))
		strbuf_puts(out, name);
	else
		ir_print_quoted(out, name);
}

void ir_names_init(struct ir_names *n)
{
	*n = (struct ir_names){ 0 };
	strtab_init(&n->str);
}

void ir_names_free(struct ir_names *n)
{
	strtab_free(&n->str);
	vec_free(&n->count);
	map_free(&n->place);
}

void ir_names_clear(struct ir_names *n)
{
	if (n->count.nr)
		memset(n->count.at, 0, n->count.nr * sizeof(*n->count.at));
	map_clear(&n->place);
}

u32 ir_names_add(struct ir_names *n, const char *name, u32 index)
{
	u32 id = strtab_add(&n->str, name);

	if (n->count.nr <= id)
		vec_extend(&n->count, id + 1 - n->count.nr);
	map_put(&n->place, (u64)id << 32 | ++n->count.at[id], index);
	return n->count.at[id];
}

u32 ir_names_find(const struct ir_names *n, const char *name, u32 place)
{
	u32 id = strtab_find(&n->str, name);

	return id == MAP_NONE ? IR_NONE : map_get(&n->place, (u64)id << 32 | place);
}

u32 ir_names_count(const struct ir_names *n, const char *name)
{
	u32 id = strtab_find(&n->str, name);

	return id == MAP_NONE || id >= n->count.nr ? 0 : n->count.at[id];
}
