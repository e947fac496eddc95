// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads the text form; checker/doc/ir.md defines it.
 *
 * Input: text from anyone.  Output: the unit, in a builder, or -1 and "name:line:col: what".  A line is a
 * declaration; what it refers to stands above it.  The caller has initialised the builder and frees it, also
 * after an error.  Cost: O(size of the text).
 */
#include "ir/ir_read_impl.h"

static int read_file(struct reader *r)
{
	u32 nr = r->b->file.nr, flags = 0;
	int rc;

	if (nr > UINT16_MAX)
		return rd_fail(r, "more than %u files", UINT16_MAX + 1u);
	if (rd_string(r, &r->word))
		return -1;
	do {
		rc = rd_flag(r, ir_words_file, UINT32_MAX, &flags);
	} while (rc > 0);
	if (rc)
		return -1;
	irb_file(r->b, strbuf_str(&r->word), flags);
	return r->b->file.nr == nr ? rd_fail(r, "a second file of that name") : rd_eol(r);
}

static int read_type(struct reader *r)
{
	const struct ir_word *w = ir_words_type;
	struct ir_type t = { .elem = IR_NONE };
	u32 bits;

	while (w->word && !rd_word(r, w->word))
		w++;
	if (!w->word)
		return rd_fail(r, "unknown kind of type");
	t.kind = (u8)w->value;
	if (rd_peek(r) >= '0' && *r->p <= '9') {
		if (rd_number(r, UINT8_MAX, &bits))
			return -1;
		t.bits = (u8)bits;
	}
	t.is_signed = rd_word(r, "signed");
	if (rd_string(r, &r->word2))
		return -1;
	t.name = irb_str(r->b, strbuf_str(&r->word2));
	if (rd_word(r, "alias")) {
		if (rd_string(r, &r->word2))
			return -1;
		t.alias = irb_str(r->b, strbuf_str(&r->word2));
	}
	if (rd_word(r, "of") && rd_type(r, &t.elem))
		return -1;
	ir_names_add(&r->types, r->b->str.text + (t.alias ? t.alias : t.name), r->b->type.nr);
	irb_type(r->b, t);
	return rd_eol(r);
}

static int read_field(struct reader *r)
{
	struct strbuf rec = { 0 };
	u32 nr = r->b->field.nr, type;
	s64 off = IR_NONE;
	int rc = -1;

	if (rd_string(r, &rec) || rd_name(r, &r->word2) || rd_type(r, &type) || (rd_word(r, "off") && rd_int(r, &off)))
		goto out;
	if (off < 0 || off > IR_NONE) {
		rd_fail(r, "an offset out of range");
		goto out;
	}
	irb_field(r->b, strbuf_str(&rec), strbuf_str(&r->word2), type, (u32)off);
	if (r->b->field.nr == nr) {
		rd_fail(r, "a second field of that name in that record");
		goto out;
	}
	ir_names_add(&r->fields, strbuf_str(&r->word2), nr);
	rc = rd_eol(r);
out:
	strbuf_free(&rec);
	return rc;
}

/* Flags and `in FILE`, in any order. */
static int read_sym_tail(struct reader *r, u32 *flags, u32 *file)
{
	int rc;

	*flags = 0;
	*file = r->b->file.nr ? 0 : IR_NONE;
	for (;;) {
		rc = rd_flag(r, ir_words_sym, UINT16_MAX, flags);
		if (rc < 0)
			return -1;
		if (rc)
			continue;
		if (!rd_word(r, "in"))
			return 0;
		if (rd_take(r, "-"))
			*file = IR_NONE;
		else if (rd_file(r, file))
			return -1;
	}
}

static int read_sym(struct reader *r)
{
	u32 nr = r->b->sym.nr, type, flags, file;
	enum ir_sym_kind kind = SYM_FUNC;
	ir_str sig = 0;

	if (!rd_word(r, "func")) {
		if (!rd_word(r, "var"))
			return rd_fail(r, "expected 'func' or 'var'");
		kind = SYM_VAR;
	}
	if (rd_name(r, &r->word2) || rd_type(r, &type))
		return -1;
	if (rd_word(r, "sig")) {
		if (rd_string(r, &r->word))
			return -1;
		sig = irb_str(r->b, strbuf_str(&r->word));
	}
	if (read_sym_tail(r, &flags, &file))
		return -1;
	irb_sym(r->b, strbuf_str(&r->word2), kind, flags, file);
	if (r->b->sym.nr == nr)
		return rd_fail(r, "a second symbol of that name and linkage");
	r->b->sym.at[nr].type = type;
	r->b->sym.at[nr].sig = sig;
	ir_names_add(&r->syms, strbuf_str(&r->word2), nr);
	return rd_eol(r);
}

static int read_annot(struct reader *r)
{
	struct ir_annot a = { 0 };

	if (rd_sym(r, &a.sym) || rd_string(r, &r->word))
		return -1;
	a.text = irb_str(r->b, strbuf_str(&r->word));
	vec_push(&r->b->annot, a);
	return rd_eol(r);
}

static int read_const(struct reader *r)
{
	struct ir_const c = { 0 };

	if (rd_name(r, &r->word) || rd_int(r, &c.value))
		return -1;
	c.name = irb_str(r->b, strbuf_str(&r->word));
	vec_push(&r->b->cst, c);
	return rd_eol(r);
}

static int read_init(struct reader *r)
{
	struct ir_init n = { .var = IR_NONE, .field = IR_NONE };

	if (!rd_take(r, "-") && rd_sym(r, &n.var))
		return -1;
	if (rd_take(r, ".") && rd_field(r, &n.field))
		return -1;
	if (rd_expect(r, "=") || rd_sym(r, &n.sym) || rd_loc(r, &n.loc) < 0)
		return -1;
	vec_push(&r->b->init, n);
	return rd_eol(r);
}

static int read_num(struct reader *r)
{
	struct ir_num n = { .field = IR_NONE };

	if (rd_sym(r, &n.var) || (rd_take(r, ".") && rd_field(r, &n.field)))
		return -1;
	if (rd_word(r, "many"))
		n.flags = IR_NUM_MANY;
	else if (rd_expect(r, "=") || rd_int(r, &n.value))
		return -1;
	vec_push(&r->b->num, n);
	return rd_eol(r);
}

static int read_line(struct reader *r)
{
	static const struct {
		const char *word;
		int (*read)(struct reader *r);
	} lines[] = {
		{ "file", read_file }, { "type", read_type }, { "field", read_field }, { "sym", read_sym },
		{ "annot", read_annot }, { "const", read_const }, { "init", read_init }, { "num", read_num },
		{ "func", rd_func },
	};

	for (u32 i = 0; i < ARRAY_SIZE(lines); i++)
		if (rd_word(r, lines[i].word))
			return lines[i].read(r);
	return rd_fail(r, "expected a declaration (file, type, field, sym, annot, const, init, num, func)");
}

int ir_read(const char *name, const char *text, struct ir_builder *out, struct err *err)
{
	struct reader r = { .name = name, .p = text, .line_at = text, .line = 1, .b = out, .err = err };
	int rc = 0;

	ir_names_init(&r.syms);
	ir_names_init(&r.types);
	ir_names_init(&r.fields);
	ir_names_init(&r.locals);
	strtab_init(&r.labels);
	strtab_init(&r.results);
	while (!rc && rd_next_line(&r))
		rc = read_line(&r);
	ir_names_free(&r.syms);
	ir_names_free(&r.types);
	ir_names_free(&r.fields);
	ir_names_free(&r.locals);
	strtab_free(&r.labels);
	strtab_free(&r.results);
	vec_free(&r.label);
	vec_free(&r.result_event);
	map_free(&r.lets);
	strbuf_free(&r.word);
	strbuf_free(&r.word2);
	return rc;
}
