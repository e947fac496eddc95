// SPDX-License-Identifier: GPL-2.0-only
/*
 * The store and the facts of a state, and how two states become one.
 *
 * Memory is optimistic: what was learned of a load stays true until the same place is stored to, also over calls.
 * For pairing `if (x->flag) lock; ... if (x->flag) unlock` that is what the programmer meant.
 */
#include <string.h>

#include "flow/state.h"

fx_id st_load(const struct flow *f, const struct state *s, fx_id place)
{
	for (u32 i = 0; i < s->nr_store; i++)
		if (s->store_key[i] == place)
			return s->store_val[i];
	return 0;
}

void st_drop_store(struct state *s, u32 i)
{
	memmove(&s->store_key[i], &s->store_key[i + 1], (s->nr_store - i - 1u) * sizeof(fx_id));
	memmove(&s->store_val[i], &s->store_val[i + 1], (s->nr_store - i - 1u) * sizeof(fx_id));
	s->nr_store--;
}

void st_drop_fact(struct state *s, u32 i)
{
	memmove(&s->fact_key[i], &s->fact_key[i + 1], (s->nr_fact - i - 1u) * sizeof(fx_id));
	memmove(&s->fact[i], &s->fact[i + 1], (s->nr_fact - i - 1u) * sizeof(struct aval));
	s->nr_fact--;
}

void st_store(struct flow *f, struct state *s, fx_id place, fx_id value)
{
	for (u32 i = 0; i < s->nr_store; i++) {
		if (s->store_key[i] == place) {
			st_drop_store(s, i);
			break;
		}
	}
	if (!place || !value)
		return;
	if (s->nr_store == ST_MAX_STORE) {
		u32 i = 0;

		/* memory goes before variables: a flag that is forgotten costs more */
		while (i < s->nr_store && fx_at(&f->fx, s->store_key[i])->kind == FX_LOCAL)
			i++;
		st_drop_store(s, i < s->nr_store ? i : 0);
	}
	s->store_key[s->nr_store] = place;
	s->store_val[s->nr_store++] = value;
}

/* Is the place a local, or a part of one? */
static bool in_local(const struct flow *f, fx_id place, u32 local)
{
	const struct fx *x = fx_at(&f->fx, place);

	while (x->kind == FX_FIELD)
		x = fx_at(&f->fx, x->a);
	return x->kind == FX_LOCAL && x->a == local;
}

void st_kill_under(struct flow *f, struct state *s, fx_id place)
{
	for (u32 i = s->nr_store; i; i--) {
		fx_id key = s->store_key[i - 1];

		while (key != place && fx_at(&f->fx, key)->kind == FX_FIELD)
			key = fx_at(&f->fx, key)->a;
		if (key == place)
			st_drop_store(s, i - 1);
	}
}

void st_kill_local(struct flow *f, struct state *s, u32 local, fx_id value)
{
	for (u32 i = s->nr_store; i; i--)
		if (in_local(f, s->store_key[i - 1], local))
			st_drop_store(s, i - 1);
	if (value)
		st_store(f, s, fx_make(&f->fx, FX_LOCAL, 0, local, 0), value);
}

void st_forget_event(struct flow *f, struct state *s, u32 event)
{
	for (u32 i = s->nr_fact; i; i--)
		if (fx_mentions_event(&f->fx, s->fact_key[i - 1], event))
			st_drop_fact(s, i - 1);
	for (u32 i = s->nr_store; i; i--)
		if (fx_mentions_event(&f->fx, s->store_key[i - 1], event) ||
		    fx_mentions_event(&f->fx, s->store_val[i - 1], event))
			st_drop_store(s, i - 1);
}

struct aval st_fact(const struct flow *f, const struct state *s, fx_id v)
{
	for (u32 i = 0; i < s->nr_fact; i++)
		if (s->fact_key[i] == v)
			return s->fact[i];
	return AVAL_TOP;
}

static void fact_set(struct state *s, fx_id v, const struct aval *a)
{
	for (u32 i = 0; i < s->nr_fact; i++) {
		if (s->fact_key[i] == v) {
			s->fact[i] = *a;
			return;
		}
	}
	if (s->nr_fact == ST_MAX_FACT)
		st_drop_fact(s, 0);
	s->fact_key[s->nr_fact] = v;
	s->fact[s->nr_fact++] = *a;
}

/* What is known of an expression says something of its operand. */
static bool push_down(struct flow *f, struct state *s, fx_id v, const struct aval *a)
{
	const struct fx x = *fx_at(&f->fx, v);
	struct aval down = AVAL_TOP;
	s64 c, k;

	if (x.kind == FX_UN && x.op == OP_LNOT) {
		if (aval_is_const(a, &k))
			return st_assume(f, s, x.a, !k);
		return true;
	}
	if (x.kind != FX_BIN || !fx_is_const(&f->fx, x.b, &c))
		return true;
	switch (x.op) {
	case OP_AND:
		down.one = a->one & (u64)c;
		down.zero = a->zero & (u64)c;
		if (a->nonzero && c && !((u64)c & ((u64)c - 1)))
			down.one |= (u64)c;
		break;
	case OP_OR:
		down.zero = a->zero;
		down.one = a->one & ~(u64)c;
		break;
	case OP_ADD:
	case OP_SUB:
		if (a->lo == INT64_MIN || a->hi == INT64_MAX)
			return true;
		if (x.op == OP_ADD)
			c = (s64)(0 - (u64)c);
		if (__builtin_add_overflow(a->lo, c, &down.lo) || __builtin_add_overflow(a->hi, c, &down.hi))
			return true;
		break;
	case OP_EQ:
		if (!aval_is_const(a, &k))
			return true;
		return st_assume(f, s, v, k != 0);
	default:
		return true;
	}
	return aval_is_top(&down) || st_assume_aval(f, s, x.a, &down);
}

/* What was found equal to v has the same value.  Only where all states are kept apart: there it decides. */
static bool assume_equals(struct flow *f, struct state *s, fx_id v, const struct aval *a)
{
	for (u32 i = 0; f->replay && i < s->nr_fact; i++) {
		const struct fx x = *fx_at(&f->fx, s->fact_key[i]);
		fx_id other = x.a == v ? x.b : x.a;
		u32 nr = s->nr_fact;

		if (x.kind != FX_BIN || x.op != OP_EQ || (x.a != v && x.b != v) || s->fact[i].lo != 1)
			continue;
		if (!st_assume_aval(f, s, other, a))
			return false;
		/* the oldest may have gone to make room */
		if (s->nr_fact < nr)
			break;
	}
	return true;
}

bool st_assume_aval(struct flow *f, struct state *s, fx_id v, const struct aval *a)
{
	struct aval have, old;

	if (!v)
		return true;
	old = st_fact(f, s, v);
	have = ev_aval(f, s, v);
	if (!aval_meet(&have, a))
		return false;
	if (fx_at(&f->fx, v)->kind == FX_CONST || aval_equal(&old, &have))
		return true;
	fact_set(s, v, &have);
	return push_down(f, s, v, &have) && assume_equals(f, s, v, &have);
}

static bool assume_eq(struct flow *f, struct state *s, fx_id cond, const struct fx *x, bool truth)
{
	struct aval a = ev_aval(f, s, x->a), is = aval_const(truth);
	s64 c;

	if (!fx_is_const(&f->fx, x->b, &c)) {
		if (truth) {
			struct aval b = ev_aval(f, s, x->b);

			if (!st_assume_aval(f, s, x->a, &b))
				return false;
		}
		fact_set(s, cond, &is);
		return true;
	}
	if (truth) {
		a = aval_const(c);
		return st_assume_aval(f, s, x->a, &a);
	}
	if (aval_is_const(&a, &(s64){ 0 }) && a.lo == c)
		return false;
	a = AVAL_TOP;
	if (!c) {
		a.nonzero = 1;
	} else {
		struct aval have = ev_aval(f, s, x->a);

		if (have.lo == c)
			a.lo = c + 1;
		if (have.hi == c)
			a.hi = c - 1;
		fact_set(s, cond, &is);
	}
	return st_assume_aval(f, s, x->a, &a);
}

/* x < y or x <= y, one of them a constant. */
static bool assume_order(struct flow *f, struct state *s, const struct fx *x, bool truth)
{
	bool uns = x->op & FX_UNSIGNED, strict = (x->op & ~FX_UNSIGNED) == OP_LT;
	struct aval a = AVAL_TOP;
	fx_id var;
	s64 c;

	if (fx_is_const(&f->fx, x->b, &c)) {		/* var < c */
		var = x->a;
		if (uns) {
			/* var <u c with c >= 0 means 0 <= var < c; the opposite of a negative c is [c, -1] */
			if (truth && c >= 0)
				a = (struct aval){ .lo = 0, .hi = c - strict };
			else if (!truth && c < 0)
				a = (struct aval){ .lo = c + !strict, .hi = -1 };
		} else if (truth) {
			a.hi = strict && c > INT64_MIN ? c - 1 : c;
		} else {
			a.lo = !strict && c < INT64_MAX ? c + 1 : c;
		}
	} else if (fx_is_const(&f->fx, x->a, &c)) {	/* c < var */
		var = x->b;
		if (uns) {
			if (truth && c < 0)
				a = (struct aval){ .lo = c + strict, .hi = -1 };
			else if (!truth && c >= 0)
				a = (struct aval){ .lo = 0, .hi = c - !strict };
			else if (truth && c >= 0 && strict)
				a.nonzero = 1;
		} else if (truth) {
			a.lo = strict && c < INT64_MAX ? c + 1 : c;
		} else {
			a.hi = !strict && c > INT64_MIN ? c - 1 : c;
		}
	} else {
		return true;
	}
	if (a.lo > a.hi)
		return false;
	return aval_is_top(&a) || st_assume_aval(f, s, var, &a);
}

bool st_assume(struct flow *f, struct state *s, fx_id cond, bool truth)
{
	const struct fx x = *fx_at(&f->fx, cond);
	struct aval a;
	s64 c;

	if (!cond)
		return true;
	if (fx_is_const(&f->fx, cond, &c))
		return (c != 0) == truth;
	a = ev_aval(f, s, cond);
	if (aval_is_const(&a, &c))
		return (c != 0) == truth;
	if (a.nonzero && !truth)
		return false;
	if (x.kind == FX_UN && x.op == OP_LNOT)
		return st_assume(f, s, x.a, !truth);
	if (x.kind == FX_BIN && x.op == OP_EQ)
		return assume_eq(f, s, cond, &x, truth);
	if (x.kind == FX_BIN && ((x.op & ~FX_UNSIGNED) == OP_LT || (x.op & ~FX_UNSIGNED) == OP_LE)) {
		struct aval is = aval_const(truth);

		fact_set(s, cond, &is);
		return assume_order(f, s, &x, truth);
	}
	a = truth ? aval_nonzero() : aval_const(0);
	return st_assume_aval(f, s, cond, &a);
}

u32 hold_mask(const struct hold *h)
{
	u32 m = ATOMIC_BIT_OF(h->kind);

	if (h->irq)
		m |= ATOMIC_BIT_OF(ATOMIC_IRQ);
	if (h->bh)
		m |= ATOMIC_BIT_OF(ATOMIC_BH);
	return m;
}

u32 st_held_mask(const struct state *s)
{
	u32 m = 0;

	for (u32 i = 0; i < s->nr_hold; i++)
		m |= hold_mask(&s->hold[i]);
	return m;
}

bool st_same_holds(const struct state *a, const struct state *b)
{
	if (a->nr_hold != b->nr_hold || a->nr_drop != b->nr_drop)
		return false;
	for (u32 i = 0; i < a->nr_hold; i++)
		if (a->hold[i].path != b->hold[i].path || a->hold[i].kind != b->hold[i].kind ||
		    a->hold[i].irq != b->hold[i].irq || a->hold[i].bh != b->hold[i].bh ||
		    a->hold[i].count != b->hold[i].count)
			return false;
	for (u32 i = 0; i < a->nr_drop; i++)
		if (a->drop[i].path != b->drop[i].path || a->drop[i].kind != b->drop[i].kind)
			return false;
	return true;
}

u32 st_told_apart(const struct flow *f, const struct state *a, const struct state *b)
{
	for (u32 i = a->nr_fact; i; i--) {
		const struct fx *k = fx_at(&f->fx, a->fact_key[i - 1]);

		if (k->local || (!fx_is_place((enum fx_kind)k->kind) && k->kind != FX_PARAM))
			continue;
		for (u32 j = 0; j < b->nr_fact; j++) {
			struct aval v = a->fact[i - 1];

			if (b->fact_key[j] == a->fact_key[i - 1] && !aval_meet(&v, &b->fact[j]))
				return ST_MAX_FACT - (a->nr_fact - i);
		}
	}
	return 0;
}

bool st_same_flags(const struct flow *f, const struct state *a, const struct state *b)
{
	for (u32 l = 0; l < f->flag_local.nr; l++) {
		fx_id place, x, y;

		if (!f->flag_local.at[l])
			continue;
		place = fx_make((struct fx_tab *)&f->fx, FX_LOCAL, 0, f->base.local + l, 0);
		x = st_load(f, a, place);
		y = st_load(f, b, place);
		if (x != y && x && y && fx_at(&f->fx, x)->kind == FX_CONST && fx_at(&f->fx, y)->kind == FX_CONST)
			return false;
	}
	return true;
}

bool st_merge(struct flow *f, struct state *a, const struct state *b, u32 block)
{
	bool changed = false;

	for (u32 i = a->nr_store; i; i--) {
		fx_id va = a->store_val[i - 1], vb = st_load(f, b, a->store_key[i - 1]), j;
		struct aval xa, xb;

		if (va == vb)
			continue;
		j = fx_make(&f->fx, FX_JOIN, 0, f->base.block + block, a->store_key[i - 1]);
		if (va == j || !vb) {
			if (!vb) {
				st_drop_store(a, i - 1);
				changed = true;
			}
			continue;
		}
		xa = ev_aval(f, a, va);
		xb = ev_aval(f, b, vb);
		a->store_val[i - 1] = j;
		xa = aval_join(&xa, &xb);
		if (!aval_is_top(&xa))
			fact_set(a, j, &xa);
		changed = true;
	}
	for (u32 i = a->nr_fact; i; i--) {
		struct aval o = ev_aval(f, b, a->fact_key[i - 1]), n = aval_join(&a->fact[i - 1], &o);
		const struct fx *k = fx_at(&f->fx, a->fact_key[i - 1]);

		if (k->kind == FX_JOIN && k->a == f->base.block + block) {
			/* made above, or at an earlier visit: b may hold another value in that place */
			fx_id vb = st_load(f, b, k->b);

			o = vb ? ev_aval(f, b, vb) : AVAL_TOP;
			n = aval_join(&a->fact[i - 1], &o);
		}
		if (aval_equal(&n, &a->fact[i - 1]))
			continue;
		changed = true;
		/* why: a range that keeps growing in a loop would never settle */
		if (n.lo < a->fact[i - 1].lo)
			n.lo = n.lo < -4095 ? INT64_MIN : n.lo < 0 ? -4095 : 0;	/* an error number */
		if (n.hi > a->fact[i - 1].hi)
			n.hi = n.hi < 0 ? -1 : INT64_MAX;
		if (aval_is_top(&n))
			st_drop_fact(a, i - 1);
		else
			a->fact[i - 1] = n;
	}
	if (b->loose > a->loose)
		a->loose = b->loose;
	return changed;
}
