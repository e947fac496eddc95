// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reader's functions: locals, lets, blocks, events, terminators.
 *
 * A value may use the result of a call that comes later in the text (a loop), so a first look over the
 * function's lines numbers its events; the builder numbers them in the same order.
 */
#include "ir/ir_read_impl.h"

static bool is_event_line(struct reader *r)
{
	return rd_peek(r) == '%' || rd_word(r, "call") || rd_word(r, "set") || rd_word(r, "use") ||
	       rd_word(r, "asm") || rd_word(r, "life");
}

static int note_result(struct reader *r, u32 event)
{
	const char *from = ++r->p;
	u32 id;

	while (ir_is_ident_char(*r->p))
		r->p++;
	if (r->p == from)
		return rd_fail(r, "expected the name of a result");
	id = strtab_addn(&r->results, from, (size_t)(r->p - from));
	while (r->result_event.nr <= id)
		vec_push(&r->result_event, IR_NONE);
	if (r->result_event.at[id] != IR_NONE) {
		r->p = from;
		return rd_fail(r, "a second call with the result %%%s", strtab_str(&r->results, id));
	}
	r->result_event.at[id] = event;
	return 0;
}

/* Stands before the first line of the body, and does so again afterwards. */
static int number_events(struct reader *r)
{
	struct reader at = *r;
	u32 event = 0;

	while (rd_next_line(r) && rd_peek(r) != '}') {
		if (is_event_line(r)) {
			if (*r->p == '%' && note_result(r, event))
				return -1;
			event++;
		}
		r->p += strcspn(r->p, "\n");
	}
	r->p = at.p;
	r->line = at.line;
	r->line_at = at.line_at;
	return 0;
}

/* ---- locals ---- */

static int rd_local_decl(struct reader *r)
{
	struct ir_loc loc = { 0 };
	u32 type;

	if (rd_name(r, &r->word2) || rd_type(r, &type) || rd_loc(r, &loc) < 0)
		return -1;
	ir_names_add(&r->locals, strbuf_str(&r->word2), irb_local(r->b, strbuf_str(&r->word2), type, loc));
	return rd_eol(r);
}

static int rd_let(struct reader *r)
{
	ir_val_id v;
	u32 nr;

	if (rd_expect(r, "$") || rd_number(r, UINT32_MAX, &nr) || rd_expect(r, "=") || rd_value(r, &v))
		return -1;
	if (map_get(&r->lets, nr) != MAP_NONE)
		return rd_fail(r, "a second let $%u", nr);
	map_put(&r->lets, nr, v);
	return rd_eol(r);
}

static int rd_head(struct reader *r, u32 *nparams)
{
	*nparams = 0;
	while (rd_next_line(r)) {
		if (rd_word(r, "param")) {
			if (*nparams != r->b->local.nr - r->b->cur.local_at)
				return rd_fail(r, "a parameter after a local");
			if (rd_local_decl(r))
				return -1;
			++*nparams;
		} else if (rd_word(r, "local")) {
			if (rd_local_decl(r))
				return -1;
		} else if (rd_word(r, "let")) {
			if (rd_let(r))
				return -1;
		} else {
			break;
		}
	}
	return 0;
}

/* ---- blocks ---- */

static int label_block(struct reader *r, const char *name, u32 col, struct reader_label **out)
{
	u32 id = strtab_add(&r->labels, name);

	while (r->label.nr <= id)
		vec_push(&r->label, (struct reader_label){ .blk = IR_NONE });
	*out = r->label.at + id;
	if ((*out)->blk != IR_NONE)
		return 0;
	/* why: the builder takes the very last block for its own end of a truncated function */
	if (r->b->blk.nr >= IR_MAX_BLOCKS - 1)
		return rd_fail(r, "more than %u blocks", IR_MAX_BLOCKS - 1);
	(*out)->blk = irb_block_new(r->b);
	(*out)->line = r->line;
	(*out)->col = col;
	return 0;
}

static int rd_target(struct reader *r, u32 *blk)
{
	struct reader_label *l;
	u32 col;

	rd_space(r);
	col = rd_col(r);
	if (rd_ident(r, &r->word) || label_block(r, strbuf_str(&r->word), col, &l))
		return -1;
	*blk = l->blk;
	return 0;
}

/* ---- events ---- */

static int rd_args(struct reader *r, struct ir_event e, u32 blk)
{
	VEC(ir_val_id) args = { 0 };
	ir_val_id v;
	int rc = rd_expect(r, "(");

	if (!rc && !rd_take(r, ")")) {
		do {
			rc = rd_expr(r, &v);
			if (!rc)
				vec_push(&args, v);
		} while (!rc && rd_take(r, ","));
		if (!rc)
			rc = rd_expect(r, ")");
	}
	if (!rc && args.nr > UINT16_MAX)
		rc = rd_fail(r, "more than %u arguments", UINT16_MAX);
	if (!rc)
		irb_call(r->b, blk, e, args.at, args.nr);
	vec_free(&args);
	return rc;
}

static int rd_call(struct reader *r, u32 blk)
{
	struct ir_event e = { .kind = EV_CALL };

	if (rd_postfix(r, &e.a))
		return -1;
	return e.a ? rd_args(r, e, blk) : rd_fail(r, "() cannot be called");
}

static int rd_set(struct reader *r, u32 blk)
{
	struct ir_event e = { .kind = EV_SET };
	enum ir_val_kind kind;
	u32 col;

	rd_space(r);
	col = rd_col(r);
	if (rd_value(r, &e.a))
		return -1;
	kind = (enum ir_val_kind)irb_get(r->b, e.a)->kind;
	if (!ir_is_place(kind) && kind != V_UNKNOWN)
		return rd_fail_at(r, r->line, col, "the target of set is no place");
	if (rd_expect(r, "=") || rd_value(r, &e.b))
		return -1;
	irb_event(r->b, blk, e);
	return 0;
}

static int rd_use_or_life(struct reader *r, u32 blk, enum ir_event_kind kind)
{
	struct ir_event e = { .kind = (u8)kind };
	u32 col;

	rd_space(r);
	col = rd_col(r);
	if (rd_value(r, &e.a))
		return -1;
	if (kind == EV_LIFE && irb_get(r->b, e.a)->kind != V_LOCAL)
		return rd_fail_at(r, r->line, col, "life needs a local");
	irb_event(r->b, blk, e);
	return 0;
}

/* What may follow any event, in any order. */
static int rd_event_tail(struct reader *r, struct ir_event *e)
{
	u32 flags = 0;
	int rc;

	for (;;) {
		rc = rd_flag(r, ir_words_event, UINT8_MAX, &flags);
		if (!rc)
			rc = rd_loc(r, &e->loc);
		if (rc < 0)
			return -1;
		if (rc)
			continue;
		if (rd_word(r, "as")) {
			if (rd_string(r, &r->word))
				return -1;
			e->name = irb_str(r->b, strbuf_str(&r->word));
		} else if (rd_word(r, "text")) {
			if (rd_string(r, &r->word))
				return -1;
			e->text = irb_str(r->b, strbuf_str(&r->word));
		} else {
			break;
		}
	}
	e->flags = (u8)flags;
	return rd_eol(r);
}

static int rd_result_call(struct reader *r, u32 blk)
{
	while (ir_is_ident_char(*r->p))
		r->p++;
	if (rd_expect(r, "="))
		return -1;
	return rd_word(r, "call") ? rd_call(r, blk) : rd_fail(r, "expected 'call'");
}

/* 0: no event; 1: one was read up to the end of its line. */
static int rd_event(struct reader *r, u32 blk)
{
	int rc;

	if (rd_take(r, "%"))
		rc = rd_result_call(r, blk);
	else if (rd_word(r, "call"))
		rc = rd_call(r, blk);
	else if (rd_word(r, "set"))
		rc = rd_set(r, blk);
	else if (rd_word(r, "use"))
		rc = rd_use_or_life(r, blk, EV_USE);
	else if (rd_word(r, "life"))
		rc = rd_use_or_life(r, blk, EV_LIFE);
	else if (rd_word(r, "asm"))
		rc = rd_args(r, (struct ir_event){ .kind = EV_ASM }, blk);
	else
		return 0;
	if (rc)
		return -1;
	if (r->b->o_ev.nr != ++r->next_event)
		return rd_fail(r, "more than %u events", IR_MAX_EVENTS);
	return rd_event_tail(r, &vec_last(&r->b->o_ev).e) ? -1 : 1;
}

/* ---- terminators ---- */

struct targets {
	VEC(u32) succ;
	VEC(struct ir_case) cas;
};

static int rd_cases(struct reader *r, struct targets *t, u32 *deflt)
{
	while (!rd_word(r, "default")) {
		struct ir_case c;
		u32 to;

		if (rd_int(r, &c.lo))
			return -1;
		c.hi = c.lo;
		if (rd_take(r, "..") && rd_int(r, &c.hi))
			return -1;
		if (rd_expect(r, ":") || rd_target(r, &to) || rd_expect(r, ","))
			return -1;
		vec_push(&t->cas, c);
		vec_push(&t->succ, to);
	}
	return rd_expect(r, ":") || rd_target(r, deflt) ? -1 : 0;
}

static int rd_switch(struct reader *r, u32 blk)
{
	struct targets t = { 0 };
	ir_val_id cond;
	u32 deflt;
	int rc = -1;

	if (!rd_value(r, &cond) && !rd_expect(r, "?"))
		rc = rd_cases(r, &t, &deflt);
	if (!rc)
		irb_switch(r->b, blk, cond, t.cas.at, t.succ.at, t.cas.nr, deflt, (struct ir_loc){ 0 });
	vec_free(&t.succ);
	vec_free(&t.cas);
	return rc;
}

static int rd_asm_goto(struct reader *r, u32 blk)
{
	VEC(u32) succ = { 0 };
	int rc;
	u32 to;

	do {
		rc = rd_target(r, &to);
		if (!rc)
			vec_push(&succ, to);
	} while (!rc && rd_take(r, ","));
	if (!rc)
		irb_asm_goto(r->b, blk, succ.at, succ.nr, (struct ir_loc){ 0 });
	vec_free(&succ);
	return rc;
}

static int rd_branch(struct reader *r, u32 blk)
{
	ir_val_id cond;
	u32 yes, no;

	if (rd_value(r, &cond) || rd_expect(r, "?") || rd_target(r, &yes) || rd_expect(r, ":") || rd_target(r, &no))
		return -1;
	irb_branch(r->b, blk, cond, yes, no, (struct ir_loc){ 0 });
	return 0;
}

/* `return at 3:4` gives no value; `return at` gives the local of that name. */
static bool is_loc(struct reader *r)
{
	const char *from = r->p;
	bool is = rd_word(r, "at") && rd_peek(r) >= '0' && *r->p <= '9';

	r->p = from;
	return is;
}

static int rd_return(struct reader *r, u32 blk)
{
	ir_val_id v = 0;

	if (rd_peek(r) != '\n' && *r->p && !is_loc(r) && rd_value(r, &v))
		return -1;
	irb_return(r->b, blk, v, (struct ir_loc){ 0 });
	return 0;
}

static int rd_term(struct reader *r, u32 blk)
{
	struct ir_loc loc = { 0 };
	u32 to;
	int rc = 0;

	if (rd_word(r, "jump")) {
		rc = rd_target(r, &to);
		if (!rc)
			irb_jump(r->b, blk, to);
	} else if (rd_word(r, "branch")) {
		rc = rd_branch(r, blk);
	} else if (rd_word(r, "switch")) {
		rc = rd_switch(r, blk);
	} else if (rd_word(r, "asm_goto")) {
		rc = rd_asm_goto(r, blk);
	} else if (rd_word(r, "return")) {
		rc = rd_return(r, blk);
	} else if (rd_word(r, "unreachable")) {
		irb_unreachable(r->b, blk);
	} else {
		return rd_fail(r, "expected an event or a terminator");
	}
	if (rc || rd_loc(r, &loc) < 0)
		return -1;
	r->b->blk.at[blk].loc = loc;
	return rd_eol(r);
}

/* ---- the function ---- */

/* One block: its label, its events, its terminator. */
static int rd_block(struct reader *r)
{
	struct reader_label *l;
	u32 col = rd_col(r), blk;
	int rc;

	if (rd_ident(r, &r->word))
		return -1;
	if (*r->p != ':')
		return rd_fail_at(r, r->line, col, "expected a label, as in 'b0:'");
	r->p++;
	if (label_block(r, strbuf_str(&r->word), col, &l))
		return -1;
	if (l->is_defined)
		return rd_fail_at(r, r->line, col, "a second block '%s'", strbuf_str(&r->word));
	l->is_defined = true;
	blk = l->blk;
	if (rd_eol(r))
		return -1;
	do {
		if (!rd_next_line(r))
			return rd_fail(r, "the text ends within a block");
		rc = rd_event(r, blk);
	} while (rc > 0);
	return rc < 0 ? -1 : rd_term(r, blk);
}

static int rd_body(struct reader *r)
{
	u32 nr = 0;

	for (;; nr++) {
		if (!rd_next_line(r))
			return rd_fail(r, "the text ends within a function");
		if (rd_take(r, "}"))
			break;
		if (rd_block(r))
			return -1;
	}
	if (!nr)
		return rd_fail(r, "a function needs a block");
	for (u32 i = 0; i < r->label.nr; i++) {
		const struct reader_label *l = r->label.at + i;

		if (l->blk != IR_NONE && !l->is_defined)
			return rd_fail_at(r, l->line, l->col, "no block '%s'", strtab_str(&r->labels, i));
	}
	return rd_eol(r);
}

static void func_reset(struct reader *r)
{
	ir_names_clear(&r->locals);
	map_clear(&r->lets);
	strtab_free(&r->labels);
	strtab_init(&r->labels);
	strtab_free(&r->results);
	strtab_init(&r->results);
	vec_clear(&r->label);
	vec_clear(&r->result_event);
	r->next_event = 0;
}

static int rd_open_func(struct reader *r, u32 flags)
{
	u32 nparams;

	if (rd_expect(r, "{") || rd_eol(r))
		return -1;
	func_reset(r);
	if (number_events(r) || rd_head(r, &nparams) || rd_body(r))
		return -1;
	irb_func_end(r->b, nparams, flags);
	return 0;
}

int rd_func(struct reader *r)
{
	struct ir_loc loc = { 0 };
	u32 sym, end_line = 0, flags = 0;
	int rc;

	if (rd_sym(r, &sym) || rd_loc(r, &loc) < 0)
		return -1;
	if (r->b->sym.at[sym].kind != SYM_FUNC)
		return rd_fail(r, "the symbol is no function");
	if (rd_word(r, "end") && rd_number(r, UINT32_MAX, &end_line))
		return -1;
	do {
		rc = rd_flag(r, ir_words_func, UINT32_MAX, &flags);
	} while (rc > 0);
	if (rc)
		return -1;
	irb_func_begin(r->b, sym, loc, end_line);
	r->usual_file = loc.file;
	rc = rd_open_func(r, flags);
	if (r->b->open)
		irb_func_abort(r->b);
	r->usual_file = 0;
	return rc;
}
