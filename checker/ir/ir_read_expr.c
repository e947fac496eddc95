// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reader's references and values.
 *
 *   expr    = unary [op unary]                       one operator: nested ones stand in parentheses
 *   unary   = (- ~ ! & *) unary | -NUMBER | postfix
 *   postfix = primary { .FIELD | ->FIELD | [expr] }
 *   primary = NUMBER | STRING | @SYM | LOCAL | $STRING | $LET | %RESULT | ?NUMBER | ( expr ) | ()
 *
 * A value is made through the builder, so it is folded as the front end's values are.  Recursion is bounded.
 */
#include "ir/ir_read_impl.h"

#define MAX_DEPTH 200u
#define MAX_UNKNOWN 1000000u

/* ---- references ---- */

static int rd_declared(struct reader *r, const struct ir_names *names, const char *what, u32 col, u32 *out)
{
	u32 place;

	if (rd_place(r, &place))
		return -1;
	*out = ir_names_find(names, strbuf_str(&r->word), place);
	if (*out == IR_NONE)
		return rd_fail_at(r, r->line, col, "no such %s: '%s'", what, strbuf_str(&r->word));
	return 0;
}

int rd_sym(struct reader *r, u32 *out)
{
	u32 col;

	if (rd_expect(r, "@"))
		return -1;
	col = rd_col(r);
	return rd_name(r, &r->word) ? -1 : rd_declared(r, &r->syms, "symbol", col, out);
}

int rd_type(struct reader *r, u32 *out)
{
	u32 col;

	*out = IR_NONE;
	if (rd_take(r, "-"))
		return 0;
	col = rd_col(r);
	return rd_string(r, &r->word) ? -1 : rd_declared(r, &r->types, "type", col, out);
}

/* Behind the opening brace of name{struct foo}. */
static int rd_field_record(struct reader *r)
{
	size_t n;

	if (rd_peek(r) == '"') {
		if (rd_string(r, &r->word2))
			return -1;
		return rd_expect(r, "}");
	}
	n = strcspn(r->p, "}\n");
	if (r->p[n] != '}')
		return rd_fail(r, "expected '}'");
	strbuf_reset(&r->word2);
	strbuf_add(&r->word2, r->p, n);
	r->p += n + 1;
	return 0;
}

static u32 find_field(const struct ir_builder *b, const char *rec, const char *name)
{
	u32 rec_id = strtab_find(&b->str, rec), name_id = strtab_find(&b->str, name);

	if (rec_id == MAP_NONE || name_id == MAP_NONE)
		return IR_NONE;
	return map_get(&b->field_map, (u64)b->str.off[rec_id] << 32 | b->str.off[name_id]);
}

int rd_field(struct reader *r, u32 *out)
{
	const char *name;
	u32 col;

	rd_space(r);
	col = rd_col(r);
	if (rd_name(r, &r->word))
		return -1;
	name = strbuf_str(&r->word);
	if (*r->p == '{') {
		r->p++;
		if (rd_field_record(r))
			return -1;
		*out = find_field(r->b, strbuf_str(&r->word2), name);
	} else {
		if (ir_names_count(&r->fields, name) > 1)
			return rd_fail_at(r, r->line, col, "several fields '%s': write %s{struct ...}", name, name);
		*out = ir_names_find(&r->fields, name, 1);
	}
	if (*out == IR_NONE)
		return rd_fail_at(r, r->line, col, "no such field: '%s'", name);
	return 0;
}

int rd_file(struct reader *r, u32 *out)
{
	u32 col, id;

	rd_space(r);
	col = rd_col(r);
	if (rd_string(r, &r->word))
		return -1;
	id = strtab_find(&r->b->str, strbuf_str(&r->word));
	*out = id == MAP_NONE ? IR_NONE : map_get(&r->b->file_map, r->b->str.off[id]);
	if (*out == IR_NONE)
		return rd_fail_at(r, r->line, col, "no such file: '%s'", strbuf_str(&r->word));
	return 0;
}

int rd_loc(struct reader *r, struct ir_loc *out)
{
	u32 col, file, at;

	rd_space(r);
	at = rd_col(r);
	if (!rd_word(r, "at"))
		return 0;
	if (rd_number(r, UINT32_MAX, &out->line) || rd_expect(r, ":") || rd_number(r, UINT16_MAX, &col))
		return -1;
	out->col = (u16)col;
	out->file = r->usual_file;
	if (out->line && !r->b->file.nr)
		return rd_fail_at(r, r->line, at, "a place needs a file");
	if (!rd_word(r, "in"))
		return 1;
	if (rd_file(r, &file))
		return -1;
	out->file = (u16)file;
	return 1;
}

/* ---- values ---- */

static int rd_symbol_value(struct reader *r, ir_val_id *out)
{
	u32 sym;

	if (rd_sym(r, &sym))
		return -1;
	*out = irb_val(r->b, r->b->sym.at[sym].kind == SYM_FUNC ? V_FUNC : V_GLOBAL, OP_NONE, 0, sym, 0);
	return 0;
}

static int rd_local(struct reader *r, ir_val_id *out)
{
	u32 local, col = rd_col(r);

	if (rd_name(r, &r->word) || rd_declared(r, &r->locals, "local", col, &local))
		return -1;
	*out = irb_val(r->b, V_LOCAL, OP_NONE, 0, local, 0);
	return 0;
}

/* Behind the `$`. */
static int rd_let_or_local(struct reader *r, ir_val_id *out)
{
	u32 nr, col = rd_col(r);

	if (*r->p == '"')
		return rd_local(r, out);
	if (rd_number(r, UINT32_MAX, &nr))
		return -1;
	*out = map_get(&r->lets, nr);
	return *out == MAP_NONE ? rd_fail_at(r, r->line, col, "no such let: $%u", nr) : 0;
}

/* Behind the `%`. */
static int rd_result(struct reader *r, ir_val_id *out)
{
	const char *from = r->p;
	u32 id;

	while (ir_is_ident_char(*r->p))
		r->p++;
	strbuf_reset(&r->word);
	strbuf_add(&r->word, from, (size_t)(r->p - from));
	id = strtab_find(&r->results, strbuf_str(&r->word));
	if (id == MAP_NONE || id >= r->result_event.nr || r->result_event.at[id] == IR_NONE) {
		r->p = from;
		return rd_fail(r, "no call has the result %%%s", strbuf_str(&r->word));
	}
	*out = irb_val(r->b, V_RESULT, OP_NONE, 0, r->result_event.at[id], 0);
	return 0;
}

static int rd_parens(struct reader *r, ir_val_id *out)
{
	*out = 0;
	if (rd_take(r, ")"))
		return 0;
	return rd_expr(r, out) ? -1 : rd_expect(r, ")");
}

static int rd_primary(struct reader *r, ir_val_id *out)
{
	char c = rd_peek(r);
	u32 nr;
	s64 n;

	if (c >= '0' && c <= '9') {
		if (rd_int(r, &n))
			return -1;
		*out = irb_const(r->b, n);
		return 0;
	}
	switch (c) {
	case '"':
		if (rd_string(r, &r->word))
			return -1;
		*out = irb_val(r->b, V_STR, OP_NONE, 0, irb_str(r->b, strbuf_str(&r->word)), 0);
		return 0;
	case '@':
		return rd_symbol_value(r, out);
	case '$':
		r->p++;
		return rd_let_or_local(r, out);
	case '%':
		r->p++;
		return rd_result(r, out);
	case '(':
		r->p++;
		return rd_parens(r, out);
	case '?':
		r->p++;
		if (rd_number(r, MAX_UNKNOWN, &nr))
			return -1;
		*out = irb_val(r->b, V_UNKNOWN, OP_NONE, 0, nr, 0);
		return 0;
	}
	return ir_is_ident_start(c) ? rd_local(r, out) : rd_fail(r, "expected a value");
}

static int rd_member(struct reader *r, bool is_arrow, u32 col, ir_val_id *v)
{
	u32 field;

	if (rd_field(r, &field))
		return -1;
	*v = irb_val(r->b, V_FIELD, OP_NONE, 0, is_arrow ? irb_deref(r->b, *v) : *v, field);
	return irb_get(r->b, *v)->kind == V_FIELD ? 0 : rd_fail_at(r, r->line, col, "a field of what is no place");
}

int rd_postfix(struct reader *r, ir_val_id *out)
{
	ir_val_id v, index;

	if (rd_primary(r, &v))
		return -1;
	for (;;) {
		bool is_arrow = false, is_dot = false, is_index = false;
		u32 col;

		rd_space(r);
		col = rd_col(r);
		if (!rd_take(r, "->"))
			is_dot = rd_take(r, ".");
		else
			is_arrow = true;
		if (!is_arrow && !is_dot)
			is_index = rd_take(r, "[");
		if (!is_arrow && !is_dot && !is_index)
			break;
		if (!v)
			return rd_fail_at(r, r->line, col, "() is no operand");
		if (is_index) {
			if (rd_value(r, &index) || rd_expect(r, "]"))
				return -1;
			v = irb_val(r->b, V_INDEX, OP_NONE, 0, v, index);
		} else if (rd_member(r, is_arrow, col, &v)) {
			return -1;
		}
	}
	*out = v;
	return 0;
}

static int make_unary(struct reader *r, char op, u32 col, ir_val_id x, ir_val_id *out)
{
	if (!x)
		return rd_fail_at(r, r->line, col, "() is no operand");
	switch (op) {
	case '&':
		*out = irb_addr(r->b, x);
		if (irb_get(r->b, *out)->kind == V_UNKNOWN && irb_get(r->b, x)->kind != V_DEREF)
			return rd_fail_at(r, r->line, col, "the address of what is no place");
		return 0;
	case '*':
		*out = irb_deref(r->b, x);
		return 0;
	default:
		*out = irb_un(r->b, op == '-' ? OP_NEG : op == '~' ? OP_NOT : OP_LNOT, x);
		return 0;
	}
}

static int rd_unary(struct reader *r, ir_val_id *out)
{
	char c = rd_peek(r);
	u32 col = rd_col(r);
	ir_val_id x;
	s64 n;
	int rc;

	if (c == '-' && r->p[1] >= '0' && r->p[1] <= '9') {
		if (rd_int(r, &n))
			return -1;
		*out = irb_const(r->b, n);
		return 0;
	}
	if (!c || !strchr("-~!&*", c))
		return rd_postfix(r, out);
	if (r->depth >= MAX_DEPTH)
		return rd_fail(r, "nested too deep");
	r->p++;
	r->depth++;
	rc = rd_unary(r, &x);
	r->depth--;
	return rc ? -1 : make_unary(r, c, col, x, out);
}

/* Longest first; a `u` right behind one that has a sign makes it unsigned. */
static enum ir_op rd_operator(struct reader *r, u32 *flags)
{
	static const u8 order[] = {
		OP_SHL, OP_SHR, OP_EQ, OP_NE, OP_LE, OP_GE, OP_LT, OP_GT, OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_REM,
		OP_AND, OP_OR, OP_XOR,
	};

	*flags = 0;
	for (u32 i = 0; i < ARRAY_SIZE(order); i++) {
		enum ir_op op = (enum ir_op)order[i];

		if (!rd_take(r, ir_op_text(op)))
			continue;
		if (ir_op_has_sign(op) && *r->p == 'u' && !ir_is_ident_char(r->p[1])) {
			r->p++;
			*flags = IR_VAL_UNSIGNED;
		}
		return op;
	}
	return OP_NONE;
}

int rd_expr(struct reader *r, ir_val_id *out)
{
	u32 flags, col;
	enum ir_op op;
	ir_val_id y;
	int rc = -1;

	if (r->depth >= MAX_DEPTH)
		return rd_fail(r, "nested too deep");
	r->depth++;
	if (rd_unary(r, out))
		goto out;
	rd_space(r);
	col = rd_col(r);
	op = rd_operator(r, &flags);
	rc = 0;
	if (op == OP_NONE)
		goto out;
	rc = rd_unary(r, &y);
	if (!rc && (!*out || !y))
		rc = rd_fail_at(r, r->line, col, "() is no operand");
	if (!rc)
		*out = irb_bin(r->b, op, flags, *out, y);
out:
	r->depth--;
	return rc;
}

int rd_value(struct reader *r, ir_val_id *out)
{
	u32 col;

	rd_space(r);
	col = rd_col(r);
	if (rd_expr(r, out))
		return -1;
	return *out ? 0 : rd_fail_at(r, r->line, col, "expected a value");
}
