// SPDX-License-Identifier: GPL-2.0-only
/* IR values to symbolic expressions in a state, and what is known of an expression. */
#include "flow/state.h"

fx_id ev_place(struct flow *f, const struct state *s, ir_val_id id)
{
	const struct ir_val *v = &ir_vals(f->u, f->fn)[id];

	switch (v->kind) {
	case V_LOCAL:
		return st_local(f, v->a);
	case V_GLOBAL:
		return fx_make(&f->fx, FX_GLOBAL, 0, f->unit->sym[v->a], 0);
	case V_FIELD:
		return fx_make(&f->fx, FX_FIELD, 0, ev_place(f, s, v->a), f->unit->field[v->b]);
	case V_DEREF:
		return fx_make(&f->fx, FX_DEREF, 0, ev_value(f, s, v->a), 0);
	case V_INDEX:
		return fx_make(&f->fx, FX_INDEX, 0, ev_value(f, s, v->a), ev_value(f, s, v->b));
	default:
		return 0;
	}
}

fx_id ev_value(struct flow *f, const struct state *s, ir_val_id id)
{
	const struct ir_val *v = &ir_vals(f->u, f->fn)[id];
	fx_id p, x;
	u32 k;

	switch (v->kind) {
	case V_CONST:
		return fx_const(&f->fx, ir_val_const(v));
	case V_LOCAL:
		p = ev_place(f, s, id);
		x = st_load(f, s, p);
		if (x)
			return x;
		/* of a function that runs inside its caller every parameter is stored */
		return v->a < f->fn->nparams && !f->base.event ? fx_make(&f->fx, FX_PARAM, 0, v->a, 0) : p;
	case V_GLOBAL:
		k = map_get(&f->w->number, f->unit->sym[v->a]);
		if (k != MAP_NONE)
			return fx_const(&f->fx, f->w->number_value.at[k]);
		/* fall through */
	case V_FIELD:
	case V_DEREF:
	case V_INDEX:
		p = ev_place(f, s, id);
		x = p ? st_load(f, s, p) : 0;
		return x ? x : p;
	case V_ADDR:
		return fx_make(&f->fx, FX_ADDR, 0, ev_place(f, s, v->a), 0);
	case V_FUNC:
		return fx_make(&f->fx, FX_FUNC, 0, f->unit->sym[v->a], 0);
	case V_RESULT:
		x = st_result(f, v->a);
		p = st_load(f, s, x);
		return p ? p : x;
	case V_BIN: {
		u8 op = v->op;

		if ((v->flags & IR_VAL_UNSIGNED) && op >= OP_LT && op <= OP_GE)
			op |= FX_UNSIGNED;
		return fx_make(&f->fx, FX_BIN, op, ev_value(f, s, v->a), ev_value(f, s, v->b));
	}
	case V_UN:
		return fx_make(&f->fx, FX_UN, v->op, ev_value(f, s, v->a), 0);
	case V_STR:
		return fx_make(&f->fx, FX_STR, 0, v->a, 0);
	default:
		return 0;
	}
}

/*
 * An expression of a callee over its parameters, in the caller's state.  why not copied first and loaded then: what is
 * passed is a value, and may have the name of the place that it was loaded from, where something else stands by now.
 */
struct import {
	struct flow *f;
	const struct state *s;
	const fx_id *param;
	u32 nr;
};

static fx_id import_place(const struct import *m, fx_id id);

static fx_id import_value(const struct import *m, fx_id id)
{
	const struct fx x = *fx_at(&m->f->w->fx, id);
	fx_id a, b = 0;

	if (!id || x.local)
		return 0;
	switch (x.kind) {
	case FX_GLOBAL: case FX_FIELD: case FX_DEREF: case FX_INDEX:
		a = import_place(m, id);
		b = a ? st_load(m->f, m->s, a) : 0;
		return b ? b : a;
	case FX_ADDR:
		a = import_place(m, x.a);
		return a ? fx_make(&m->f->fx, FX_ADDR, 0, a, 0) : 0;
	case FX_BIN: case FX_UN:
		a = import_value(m, x.a);
		if (x.kind == FX_BIN)
			b = import_value(m, x.b);
		return a && (b || x.kind == FX_UN) ? fx_make(&m->f->fx, (enum fx_kind)x.kind, x.op, a, b) : 0;
	default:
		return fx_copy(&m->f->fx, &m->f->w->fx, id, m->param, m->nr);
	}
}

static fx_id import_place(const struct import *m, fx_id id)
{
	const struct fx x = *fx_at(&m->f->w->fx, id);
	fx_id a, b = 0;

	if (!id || x.local)
		return 0;
	switch (x.kind) {
	case FX_FIELD:
		a = import_place(m, x.a);
		return a ? fx_make(&m->f->fx, FX_FIELD, 0, a, x.b) : 0;
	case FX_DEREF:
		a = import_value(m, x.a);
		return a ? fx_make(&m->f->fx, FX_DEREF, 0, a, 0) : 0;
	case FX_INDEX:
		a = import_value(m, x.a);
		if (x.b)
			b = fx_copy(&m->f->fx, &m->f->w->fx, x.b, m->param, m->nr);
		return a && (b || !x.b) ? fx_make(&m->f->fx, FX_INDEX, 0, a, b) : 0;
	default:
		return fx_copy(&m->f->fx, &m->f->w->fx, id, m->param, m->nr);
	}
}

fx_id ev_import(struct flow *f, const struct state *s, fx_id what, const fx_id *param, u32 nr)
{
	return import_value(&(struct import){ .f = f, .s = s, .param = param, .nr = nr }, what);
}

fx_id ev_import_place(struct flow *f, const struct state *s, fx_id what, const fx_id *param, u32 nr)
{
	return import_place(&(struct import){ .f = f, .s = s, .param = param, .nr = nr }, what);
}

/* As numbers without a sign, negative ones are the largest: 1 or 0 when the ranges decide, else -1. */
static int unsigned_less(const struct aval *a, const struct aval *b, bool or_equal)
{
	if (a->lo >= 0 && b->hi < 0)
		return 1;
	if (a->hi < 0 && b->lo >= 0)
		return 0;
	if (!(a->lo >= 0 && b->lo >= 0) && !(a->hi < 0 && b->hi < 0))
		return -1;
	if (or_equal ? a->hi <= b->lo : a->hi < b->lo)
		return 1;
	return (or_equal ? a->lo > b->hi : a->lo >= b->hi) ? 0 : -1;
}

static struct aval of_bin(struct flow *f, const struct state *s, const struct fx *x)
{
	struct aval a = ev_aval(f, s, x->a), b = ev_aval(f, s, x->b), r = AVAL_TOP;
	int less;
	s64 c;

	switch (x->op) {
	case OP_AND:
		r.zero = a.zero | b.zero;
		r.one = a.one & b.one;
		if (b.lo >= 0) {
			r.lo = 0;
			r.hi = b.hi;
		}
		if (r.one)
			r.nonzero = 1;
		/* all bits of the mask are known to be clear */
		if (aval_is_const(&b, &c) && ((u64)c & ~a.zero) == 0)
			r = aval_const(0);
		break;
	case OP_OR:
		r.one = a.one | b.one;
		r.zero = a.zero & b.zero;
		r.nonzero = a.nonzero || b.nonzero || r.one;
		break;
	case OP_EQ:
		r.lo = 0;
		r.hi = 1;
		if (!aval_meet(&a, &b))
			r = aval_const(0);
		break;
	case OP_LT:
	case OP_LE:
		r.lo = 0;
		r.hi = 1;
		if (x->op == OP_LT ? a.hi < b.lo : a.hi <= b.lo)
			r = aval_const(1);
		else if (x->op == OP_LT ? a.lo >= b.hi : a.lo > b.hi)
			r = aval_const(0);
		break;
	case OP_ADD:
		if (a.lo > INT64_MIN / 2 && a.hi < INT64_MAX / 2 && b.lo > INT64_MIN / 2 && b.hi < INT64_MAX / 2) {
			r.lo = a.lo + b.lo;
			r.hi = a.hi + b.hi;
		}
		break;
	case OP_LT | FX_UNSIGNED:
	case OP_LE | FX_UNSIGNED:
		less = unsigned_less(&a, &b, x->op == (OP_LE | FX_UNSIGNED));
		r.lo = less > 0;
		r.hi = less != 0;
		break;
	default:
		break;
	}
	return r;
}

static u32 outer_of(const struct flow *f, const struct fx *field)
{
	const struct fx *x = fx_at(&f->fx, field->a);

	return x->kind == FX_FIELD ? x->b : IR_NONE;
}

struct aval ev_aval(struct flow *f, const struct state *s, fx_id v)
{
	const struct fx x = *fx_at(&f->fx, v);
	struct aval known, r = AVAL_TOP;
	s64 c;

	if (!v)
		return AVAL_TOP;
	if (fx_is_const(&f->fx, v, &c))
		return aval_const(c);
	known = st_fact(f, s, v);
	switch (x.kind) {
	case FX_CTX:
		r.lo = 0;
		r.hi = 1;
		if ((st_held_mask(s) | (f->replay ? f->replay->context : 0)) & x.a)
			r = aval_const(1);
		break;
	case FX_ADDR:
	case FX_FUNC:
	case FX_STR:
		r.nonzero = 1;
		break;
	case FX_BIN:
		r = of_bin(f, s, &x);
		break;
	case FX_UN:
		if (x.op == OP_LNOT) {
			struct aval a = ev_aval(f, s, x.a);

			r.lo = 0;
			r.hi = 1;
			if (a.nonzero)
				r = aval_const(0);
			else if (aval_is_const(&a, &c))
				r = aval_const(!c);
		}
		break;
	case FX_FIELD:
		if (!f->replay || !f->replay->member(f->replay->ctx, outer_of(f, &x), x.b, &r))
			return known;
		break;
	default:
		return known;
	}
	/* what is derived and what was assumed may contradict each other after a merge: then trust the latter */
	return aval_meet(&r, &known) ? r : known;
}
