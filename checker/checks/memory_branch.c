// SPDX-License-Identifier: GPL-2.0-only
/*
 * A branch that was taken, or a call that went one of several ways, in words: the condition as the source has it, and
 * what its value means for an operand of that type.
 *
 * Cost: linear in the events of one block.
 */
#include <string.h>

#include "checks/memory.h"

#define MAX_TEXT 60u		/* a longer operand says less than "this branch" */

enum cond_type { TYPE_NUMBER, TYPE_POINTER, TYPE_BOOL };

struct cond {
	const struct teller *t;
	const struct ir_val *val;
	u32 block;		/* it stands at the end of */
	struct strbuf *out;
};

/* Nothing in it that only we know, and not too long. */
static bool is_readable(const struct strbuf *sb)
{
	return sb->len && sb->len <= MAX_TEXT && !strstr(sb->buf, "<unnamed>") && !strstr(sb->buf, "<expression>") &&
		!strstr(sb->buf, "<anonymous>");
}

/* The type of a value as the source declares it, or IR_NONE. */
static u32 type_of(const struct cond *c, const struct ir_val *v)
{
	const struct ir_unit *u = c->t->u;
	const struct ir_val *callee;
	u32 elem;

	switch (v->kind) {
	case V_LOCAL:
		return u->local[c->t->fn->local_at + v->a].type;
	case V_GLOBAL:
		return u->sym[v->a].type;
	case V_FIELD:
		return u->field[v->b].type;
	case V_DEREF:
	case V_INDEX:
		elem = type_of(c, &c->val[v->a]);
		return elem < u->nr_type ? u->type[elem].elem : IR_NONE;
	case V_RESULT:
		callee = &c->val[ir_events(u, c->t->fn)[v->a].a];
		return callee->kind == V_FUNC ? u->sym[callee->a].type : IR_NONE;
	default:
		return IR_NONE;
	}
}

static enum cond_type kind_of(const struct cond *c, const struct ir_val *v)
{
	const struct ir_unit *u = c->t->u;
	u32 type = type_of(c, v);

	if (type >= u->nr_type)
		return TYPE_NUMBER;
	return u->type[type].kind == T_PTR ? TYPE_POINTER : u->type[type].kind == T_BOOL ? TYPE_BOOL : TYPE_NUMBER;
}

/* The call whose result the place was given in the same block, or IR_NONE. */
static u32 call_behind(const struct cond *c, ir_val_id id)
{
	const struct ir_block *b = &ir_blocks(c->t->u, c->t->fn)[c->block];

	if (c->val[id].kind == V_RESULT)
		return c->val[id].a;
	for (u32 i = b->ev_at + b->ev_nr; i > b->ev_at; i--) {
		const struct ir_event *e = &ir_events(c->t->u, c->t->fn)[i - 1];

		if (e->kind == EV_SET && e->a == id)
			return c->val[e->b].kind == V_RESULT ? c->val[e->b].a : IR_NONE;
	}
	return IR_NONE;
}

/* "IS_ERR(p)"; a call with more to it keeps its parentheses empty. */
static void put_call(const struct cond *c, u32 event)
{
	const struct ir_event *e = &ir_events(c->t->u, c->t->fn)[event];
	size_t start = c->out->len;

	memory_call_text(c->t, event, c->out);
	if (e->nargs != 1 || e->name || c->out->len == start || c->out->buf[c->out->len - 1] != ')')
		return;
	struct strbuf arg = { 0 };

	ir_print_val(c->t->u, c->t->fn, ir_args(c->t->u, c->t->fn, e)[0], &arg);
	if (is_readable(&arg) && arg.len < MAX_TEXT / 2 && !strchr(arg.buf, '(')) {
		c->out->len -= 1;
		strbuf_printf(c->out, "%s)", arg.buf);
	}
	strbuf_free(&arg);
}

/* "'ret' from foo()", or "foo()"; false: no words. */
static bool put_operand(const struct cond *c, ir_val_id id)
{
	const struct ir_val *v = &c->val[id];
	struct strbuf sb = { 0 };
	bool good;
	u32 call;

	if (v->kind == V_RESULT) {
		put_call(c, v->a);
		return true;
	}
	call = call_behind(c, id);
	ir_print_val(c->t->u, c->t->fn, id, &sb);
	good = is_readable(&sb);
	if (good)
		strbuf_printf(c->out, "'%s'", sb.buf);
	else if (call != IR_NONE)
		put_call(c, call);
	if (good && call != IR_NONE) {
		strbuf_puts(c->out, " from ");
		memory_call_text(c->t, call, c->out);
	}
	strbuf_free(&sb);
	return good || call != IR_NONE;
}

static bool zero_text(const struct cond *c, ir_val_id id, bool zero)
{
	const struct ir_val *v = &c->val[id];
	bool call = v->kind == V_RESULT;

	if (!put_operand(c, id))
		return false;
	switch (kind_of(c, v)) {
	case TYPE_POINTER:
		strbuf_printf(c->out, " %s %s", call ? "returns" : "is", zero ? "NULL" : call ? "a pointer" : "not NULL");
		break;
	case TYPE_BOOL:
		strbuf_printf(c->out, " %s %s", call ? "returns" : "is", zero ? "false" : "true");
		break;
	default:
		strbuf_printf(c->out, " %s %s", call ? "returns" : "is", zero ? call ? "0" : "zero" :
			      call ? "non-zero" : "not zero");
		break;
	}
	return true;
}

static enum ir_op negated(enum ir_op op)
{
	switch (op) {
	case OP_EQ: return OP_NE;
	case OP_NE: return OP_EQ;
	case OP_LT: return OP_GE;
	case OP_LE: return OP_GT;
	case OP_GT: return OP_LE;
	case OP_GE: return OP_LT;
	default: return OP_NONE;
	}
}

static const char *op_text(enum ir_op op)
{
	switch (op) {
	case OP_EQ: return "==";
	case OP_NE: return "!=";
	case OP_LT: return "<";
	case OP_LE: return "<=";
	case OP_GT: return ">";
	default: return ">=";
	}
}

/* `x < 0` and its kin. */
static bool sign_text(const struct cond *c, ir_val_id id, enum ir_op op)
{
	if (!put_operand(c, id))
		return false;
	strbuf_puts(c->out, c->val[id].kind == V_RESULT ? " returns " : " is ");
	strbuf_puts(c->out, op == OP_LT ? "negative" : op == OP_GE ? "not negative" : op == OP_GT ? "positive" : "not positive");
	return true;
}

static bool compare_text(const struct cond *c, const struct ir_val *v, bool truth)
{
	enum ir_op op = truth ? (enum ir_op)v->op : negated((enum ir_op)v->op);
	const struct ir_val *b = &c->val[v->b];
	s64 k = b->kind == V_CONST ? ir_val_const(b) : 1;
	struct strbuf sb = { 0 };
	bool good;

	if (b->kind == V_CONST && !k && (op == OP_EQ || op == OP_NE))
		return zero_text(c, v->a, op == OP_EQ);
	if (b->kind == V_CONST && !k && !(v->flags & IR_VAL_UNSIGNED))
		return sign_text(c, v->a, op);
	/* IS_ERR_VALUE() */
	if (b->kind == V_CONST && v->flags & IR_VAL_UNSIGNED && k >= -4096 && k < 0) {
		good = put_operand(c, v->a);
		strbuf_puts(c->out, op == OP_GE || op == OP_GT ? " is an error" : " is no error");
		return good;
	}
	ir_print_val(c->t->u, c->t->fn, v->a, &sb);
	strbuf_printf(&sb, " %s ", op_text(op));
	ir_print_val(c->t->u, c->t->fn, v->b, &sb);
	good = is_readable(&sb);
	if (good)
		strbuf_printf(c->out, "'%s'", sb.buf);
	strbuf_free(&sb);
	return good;
}

static bool value_text(const struct cond *c, ir_val_id id, bool truth)
{
	const struct ir_val *v = &c->val[id];

	while (v->kind == V_UN && v->op == OP_LNOT) {
		truth = !truth;
		id = v->a;
		v = &c->val[id];
	}
	if (v->kind == V_BIN && negated((enum ir_op)v->op) != OP_NONE)
		return compare_text(c, v, truth);
	return zero_text(c, id, !truth);
}

static bool switch_text(const struct cond *c, const struct ir_block *b, u32 way)
{
	const struct ir_case *k = c->t->u->cas + c->t->fn->case_at + b->case_at + way;

	if (!put_operand(c, b->cond))
		return false;
	if (way + 1 >= b->succ_nr)
		strbuf_puts(c->out, " is none of the cases");
	else if (k->lo == k->hi)
		strbuf_printf(c->out, " is %lld", (long long)k->lo);
	else
		strbuf_printf(c->out, " is %lld to %lld", (long long)k->lo, (long long)k->hi);
	return true;
}

static bool call_text(const struct cond *c, struct mem_crumb crumb)
{
	const struct ir_val *callee = &c->val[ir_events(c->t->u, c->t->fn)[crumb.at].a];
	u32 way = crumb.way & ~CRUMB_CALL, type = callee->kind == V_FUNC ? c->t->u->sym[callee->a].type : IR_NONE;
	u8 kind = type < c->t->u->nr_type ? c->t->u->type[type].kind : T_INT;

	if (way == WAY_ANY || kind == T_VOID)
		return false;
	memory_call_text(c->t, crumb.at, c->out);
	if (kind == T_PTR)
		strbuf_puts(c->out, way == WAY_ZERO ? " returns NULL" : way == WAY_NEGATIVE ? " returns an error pointer" :
			    " returns a pointer");
	else if (kind == T_BOOL)
		strbuf_puts(c->out, way == WAY_ZERO ? " returns false" : " returns true");
	else
		strbuf_puts(c->out, way == WAY_ZERO ? " returns 0" : way == WAY_NEGATIVE ? " fails" : " returns non-zero");
	return true;
}

bool memory_tests(const struct teller *t, u32 block, u32 call)
{
	struct cond c = { .t = t, .val = ir_vals(t->u, t->fn), .block = block };
	ir_val_id id = ir_blocks(t->u, t->fn)[block].cond;
	const struct ir_event *e;
	u32 by;

	while (c.val[id].kind == V_UN || (c.val[id].kind == V_BIN && c.val[c.val[id].b].kind == V_CONST))
		id = c.val[id].a;
	by = call_behind(&c, id);
	if (by == IR_NONE || by == call)
		return by == call;
	e = &ir_events(t->u, t->fn)[by];
	return e->nargs == 1 && kind_of(&c, &c.val[id]) == TYPE_BOOL &&
		call_behind(&c, ir_args(t->u, t->fn, e)[0]) == call;
}

bool memory_branch_text(const struct teller *t, struct mem_crumb crumb, struct strbuf *out)
{
	struct cond c = { .t = t, .val = ir_vals(t->u, t->fn), .block = crumb.at, .out = out };
	const struct ir_block *b;

	strbuf_puts(out, "where ");
	if (crumb.way & CRUMB_CALL)
		return call_text(&c, crumb);
	b = &ir_blocks(t->u, t->fn)[crumb.at];
	if (b->term == TERM_SWITCH)
		return switch_text(&c, b, crumb.way);
	return b->term == TERM_BRANCH && value_text(&c, b->cond, !crumb.way);
}
