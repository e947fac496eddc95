// SPDX-License-Identifier: GPL-2.0-only
/*
 * The verifier: whether a unit keeps the promises of ir.h.
 *
 * Input: arrays from anywhere, a mapped file included.  Output: 0, or -1 and the first record that is wrong.
 * It trusts nothing but the pointers and counts themselves.  After it, every index that the unit holds may be
 * followed without a check, and the operands of a value have smaller ids, so that walks over values end.
 *
 * The ranges of functions, blocks and calls must follow each other without a gap or an overlap, as the builder
 * lays them out.  That makes the cost O(size of the unit) whatever the file says.  Sums are made in 64 bits.
 */
#include "ir/ir.h"

#include "base/bug.h"

/* The records are bytes of a file format. */
_Static_assert(sizeof(struct ir_loc) == 8 && sizeof(struct ir_val) == 12 && sizeof(struct ir_event) == 28 &&
	       sizeof(struct ir_block) == 36 && sizeof(struct ir_type) == 16 && sizeof(struct ir_case) == 16,
	       "records of the IR changed their size");

/* Each check_*() of a record gives NULL, or what is wrong with it. */

static bool str_ok(const struct ir_unit *u, ir_str s)
{
	return s < u->nr_text;
}

static bool index_ok(u32 i, u32 nr)
{
	return i < nr || i == IR_NONE;
}

/* A loc that names no place needs no file. */
static bool loc_ok(const struct ir_unit *u, struct ir_loc loc)
{
	return loc.file < u->nr_file || (!loc.line && !loc.file);
}

/* ---- tables ---- */

static const char *check_file(const struct ir_unit *u, u32 i)
{
	return str_ok(u, u->file[i].path) ? NULL : "path is no string";
}

static const char *check_type(const struct ir_unit *u, u32 i)
{
	const struct ir_type *t = u->type + i;

	if (t->kind > T_FUNC || t->is_signed > 1)
		return "unknown kind";
	if (!str_ok(u, t->name) || !str_ok(u, t->alias))
		return "name is no string";
	if (t->elem != IR_NONE && t->elem >= i)
		return "element type does not come before it";
	return NULL;
}

static const char *check_field(const struct ir_unit *u, u32 i)
{
	const struct ir_field *f = u->field + i;

	if (!str_ok(u, f->rec) || !str_ok(u, f->name))
		return "name is no string";
	return index_ok(f->type, u->nr_type) ? NULL : "type out of range";
}

static const char *check_sym(const struct ir_unit *u, u32 i)
{
	const struct ir_sym *s = u->sym + i;

	if (s->kind > SYM_VAR)
		return "unknown kind";
	if (!str_ok(u, s->name) || !str_ok(u, s->sig))
		return "name is no string";
	if (!index_ok(s->file, u->nr_file))
		return "file out of range";
	return index_ok(s->type, u->nr_type) ? NULL : "type out of range";
}

static const char *check_annot(const struct ir_unit *u, u32 i)
{
	if (u->annot[i].sym >= u->nr_sym)
		return "symbol out of range";
	return str_ok(u, u->annot[i].text) ? NULL : "text is no string";
}

static const char *check_cst(const struct ir_unit *u, u32 i)
{
	return str_ok(u, u->cst[i].name) ? NULL : "name is no string";
}

static const char *check_init(const struct ir_unit *u, u32 i)
{
	const struct ir_init *n = u->init + i;

	if (!index_ok(n->var, u->nr_sym) || n->sym >= u->nr_sym)
		return "symbol out of range";
	if (!index_ok(n->field, u->nr_field))
		return "field out of range";
	return loc_ok(u, n->loc) ? NULL : "file out of range";
}

static const char *check_num(const struct ir_unit *u, u32 i)
{
	const struct ir_num *n = u->num + i;

	if (n->var >= u->nr_sym)
		return "symbol out of range";
	if (!index_ok(n->field, u->nr_field))
		return "field out of range";
	return n->flags <= IR_NUM_MANY ? NULL : "unknown flags";
}

/* ---- functions ---- */

static const char *check_val(const struct ir_unit *u, const struct ir_func *f, u32 i)
{
	const struct ir_val *val = u->val + f->val_at, *v = val + i;
	bool a_ok = v->a > 0 && v->a < i, b_ok = v->b > 0 && v->b < i;
	enum ir_val_kind ka = a_ok ? (enum ir_val_kind)val[v->a].kind : V_NONE;

	if ((v->kind == V_NONE) != (i == 0))
		return "V_NONE is for value 0 only";
	switch (v->kind) {
	case V_NONE:
	case V_CONST:
	case V_UNKNOWN:
		return NULL;
	case V_LOCAL:
		return v->a < f->local_nr ? NULL : "local out of range";
	case V_GLOBAL:
	case V_FUNC:
		if (v->a >= u->nr_sym)
			return "symbol out of range";
		return u->sym[v->a].kind == (v->kind == V_FUNC ? SYM_FUNC : SYM_VAR) ? NULL : "wrong kind of symbol";
	case V_FIELD:
		if (v->b >= u->nr_field)
			return "field out of range";
		return ir_is_place(ka) || ka == V_RESULT || ka == V_UNKNOWN ? NULL : "operand is no record";
	case V_DEREF:
		return a_ok ? NULL : "operand out of range";
	case V_INDEX:
		return a_ok && b_ok ? NULL : "operand out of range";
	case V_ADDR:
		return ir_is_place(ka) ? NULL : "operand is no place";
	case V_RESULT:
		if (v->a >= f->ev_nr)
			return "event out of range";
		return u->event[f->ev_at + v->a].kind == EV_CALL ? NULL : "event is no call";
	case V_BIN:
		if (v->op < OP_ADD || v->op > OP_GE)
			return "unknown operator";
		return a_ok && b_ok ? NULL : "operand out of range";
	case V_UN:
		if (v->op < OP_NEG || v->op > OP_LNOT)
			return "unknown operator";
		return a_ok ? NULL : "operand out of range";
	case V_STR:
		return str_ok(u, v->a) ? NULL : "literal is no string";
	}
	return "unknown kind";
}

static const char *check_event(const struct ir_unit *u, const struct ir_func *f, u32 i, u32 *arg_at)
{
	const struct ir_event *e = u->event + f->ev_at + i;
	const struct ir_val *val = u->val + f->val_at;
	bool a_ok = e->a > 0 && e->a < f->val_nr;
	enum ir_val_kind ka = a_ok ? (enum ir_val_kind)val[e->a].kind : V_NONE;

	if (!str_ok(u, e->name) || !str_ok(u, e->text))
		return "name is no string";
	if (!loc_ok(u, e->loc))
		return "file out of range";
	switch (e->kind) {
	case EV_CALL:
	case EV_ASM:
		if (e->kind == EV_CALL ? !a_ok : e->a != 0)
			return "callee out of range";
		if (e->b != *arg_at || (u64)e->b + e->nargs > f->arg_nr)
			return "args out of order";
		*arg_at += e->nargs;
		return NULL;
	case EV_SET:
		if (!ir_is_place(ka) && ka != V_UNKNOWN)
			return "target is no place";
		return e->b > 0 && e->b < f->val_nr ? NULL : "value out of range";
	case EV_USE:
		return a_ok ? NULL : "value out of range";
	case EV_LIFE:
		return ka == V_LOCAL ? NULL : "operand is no local";
	}
	return "unknown kind";
}

/* What the blocks before have used up. */
struct block_cursor {
	u32 ev, succ, cas;
};

static const char *check_term(const struct ir_func *f, const struct ir_block *b)
{
	switch (b->term) {
	case TERM_NONE:
	case TERM_RETURN:
		return b->succ_nr ? "successors of an end" : NULL;
	case TERM_JUMP:
		return b->succ_nr == 1 ? NULL : "a jump needs one successor";
	case TERM_BRANCH:
		return b->succ_nr == 2 && b->cond ? NULL : "a branch needs a condition and two successors";
	case TERM_SWITCH:
		return b->succ_nr && b->cond ? NULL : "a switch needs a value and a default";
	case TERM_ASM_GOTO:
		return b->succ_nr ? NULL : "an asm goto needs a successor";
	}
	return "unknown terminator";
}

static const char *check_block(const struct ir_unit *u, const struct ir_func *f, u32 i, struct block_cursor *at)
{
	const struct ir_block *b = u->block + f->blk_at + i;
	u32 cases = b->term == TERM_SWITCH && b->succ_nr ? b->succ_nr - 1 : 0;
	const u32 *succ;

	if (b->cond >= f->val_nr)
		return "condition out of range";
	if (!loc_ok(u, b->loc))
		return "file out of range";
	if (b->ev_at != at->ev || (u64)b->ev_at + b->ev_nr > f->ev_nr)
		return "events out of order";
	if (b->succ_at != at->succ || (u64)b->succ_at + b->succ_nr > f->succ_nr)
		return "successors out of order";
	if (b->case_at != at->cas || (u64)b->case_at + cases > f->case_nr)
		return "cases out of order";
	succ = u->succ + f->succ_at + b->succ_at;
	for (u32 k = 0; k < b->succ_nr; k++)
		if (succ[k] >= f->blk_nr)
			return "successor out of range";
	at->ev += b->ev_nr;
	at->succ += b->succ_nr;
	at->cas += cases;
	return check_term(f, b);
}

/* What the functions before have used up. */
struct func_cursor {
	u32 val, ev, arg, blk, succ, cas, local;
};

static bool take(u32 *cursor, u32 at, u32 nr, u32 total)
{
	if (at != *cursor || (u64)at + nr > total)
		return false;
	*cursor = at + nr;
	return true;
}

static const char *check_func(const struct ir_unit *u, u32 i, struct func_cursor *c)
{
	const struct ir_func *f = u->func + i;

	if (f->sym >= u->nr_sym || u->sym[f->sym].kind != SYM_FUNC)
		return "symbol is no function";
	if (!loc_ok(u, f->loc))
		return "file out of range";
	if (!take(&c->val, f->val_at, f->val_nr, u->nr_val) || !f->val_nr)
		return "values out of order";
	if (!take(&c->ev, f->ev_at, f->ev_nr, u->nr_event) || f->ev_nr > IR_MAX_EVENTS)
		return "events out of order";
	if (!take(&c->arg, f->arg_at, f->arg_nr, u->nr_arg))
		return "args out of order";
	if (!take(&c->blk, f->blk_at, f->blk_nr, u->nr_block) || f->blk_nr > IR_MAX_BLOCKS)
		return "blocks out of order";
	if (!f->blk_nr)
		return "no entry block";
	if (!take(&c->succ, f->succ_at, f->succ_nr, u->nr_succ))
		return "successors out of order";
	if (!take(&c->cas, f->case_at, f->case_nr, u->nr_cas))
		return "cases out of order";
	if (!take(&c->local, f->local_at, f->local_nr, u->nr_local) || f->nparams > f->local_nr)
		return "locals out of order";
	return NULL;
}

static const char *check_local(const struct ir_unit *u, const struct ir_func *f, u32 i)
{
	const struct ir_local *l = u->local + f->local_at + i;

	if (!str_ok(u, l->name))
		return "name is no string";
	if (!index_ok(l->type, u->nr_type))
		return "type out of range";
	return loc_ok(u, l->loc) ? NULL : "file out of range";
}

/* The records of a function whose ranges are sound. */
static int verify_body(const struct ir_unit *u, u32 nr, struct err *err)
{
	const struct ir_func *f = u->func + nr;
	struct block_cursor at = { 0 };
	const char *what;
	u32 arg_at = 0;

	for (u32 i = 0; i < f->local_nr; i++)
		if ((what = check_local(u, f, i)))
			return err_set(err, "func %u: local %u: %s", nr, i, what);
	for (u32 i = 0; i < f->val_nr; i++)
		if ((what = check_val(u, f, i)))
			return err_set(err, "func %u: value %u: %s", nr, i, what);
	for (u32 i = 0; i < f->ev_nr; i++)
		if ((what = check_event(u, f, i, &arg_at)))
			return err_set(err, "func %u: event %u: %s", nr, i, what);
	for (u32 i = 0; i < f->arg_nr; i++)
		if (u->arg[f->arg_at + i] >= f->val_nr)
			return err_set(err, "func %u: arg %u: value out of range", nr, i);
	for (u32 i = 0; i < f->blk_nr; i++)
		if ((what = check_block(u, f, i, &at)))
			return err_set(err, "func %u: block %u: %s", nr, i, what);
	if (arg_at != f->arg_nr || at.ev != f->ev_nr || at.succ != f->succ_nr || at.cas != f->case_nr)
		return err_set(err, "func %u: records that belong to no block", nr);
	return 0;
}

static int verify_tables(const struct ir_unit *u, struct err *err)
{
	const char *what;

	if (!u->nr_text || u->text[0] || u->text[u->nr_text - 1])
		return err_set(err, "text is not terminated");
	if (u->nr_file > UINT16_MAX + 1u)
		return err_set(err, "more than %u files", UINT16_MAX + 1u);
#define X(n)								\
	for (u32 i = 0; i < u->nr_##n; i++)				\
		if ((what = check_##n(u, i)))				\
			return err_set(err, #n " %u: %s", i, what);
	X(file)
	X(type)
	X(field)
	X(sym)
	X(annot)
	X(cst)
	X(init)
	X(num)
#undef X
	return 0;
}

int ir_verify(const struct ir_unit *u, struct err *err)
{
	struct func_cursor c = { 0 };
	const char *what;

	if (verify_tables(u, err))
		return -1;
	for (u32 i = 0; i < u->nr_func; i++) {
		what = check_func(u, i, &c);
		if (what)
			return err_set(err, "func %u: %s", i, what);
	}
	if (c.val != u->nr_val || c.ev != u->nr_event || c.arg != u->nr_arg || c.blk != u->nr_block ||
	    c.succ != u->nr_succ || c.cas != u->nr_cas || c.local != u->nr_local)
		return err_set(err, "records that belong to no function");
	for (u32 i = 0; i < u->nr_func; i++)
		if (verify_body(u, i, err))
			return -1;
	return 0;
}
