// SPDX-License-Identifier: GPL-2.0-only
/*
 * One call event: who is called, and what rules, or the callee's effects, make of a state.
 *
 * A call may fork the state: a trylock that was taken or not, a callee whose kinds of return differ in what they
 * hold.  What may sleep here is either a candidate (something held is left) or becomes an effect of this function.
 */
#include "flow/call.h"

static void args_eval(struct flow *f, const struct state *s, struct call *c)
{
	const ir_val_id *a = ir_args(f->u, f->fn, c->e);

	c->nr_arg = MIN(c->e->nargs, (u16)ARRAY_SIZE(c->arg));
	for (u32 i = 0; i < c->nr_arg; i++)
		c->arg[i] = ev_value(f, s, a[i]);
}

void call_args_escape(struct flow *f, struct state *s, const struct call *c)
{
	const struct ir_val *callee = &ir_vals(f->u, f->fn)[c->e->a];

	for (u32 i = 0; i < c->nr_arg; i++) {
		/* a copy: fx_make() may move the table */
		struct fx x = *fx_at(&f->fx, c->arg[i]);

		fx_id place = x.a;

		if (x.kind != FX_ADDR)
			continue;
		if (f->replay && callee->kind == V_FUNC && f->replay->keeps(f->replay->ctx, f->unit->sym[callee->a], i))
			continue;
		x = *fx_at(&f->fx, place);
		if (x.kind == FX_LOCAL) {
			st_kill_local(f, s, x.a, st_unknown(f, c->event, x.a));
			continue;
		}
		while (x.kind == FX_FIELD)
			x = *fx_at(&f->fx, x.a);
		/* a member's address: the other members are none of its business */
		if (x.kind == FX_LOCAL)
			st_kill_under(f, s, place);
	}
}

fx_id call_result(struct flow *f, const struct call *c)
{
	return st_result(f, c->event);
}

static u32 direct_call(struct flow *f, const struct state *in, struct call *c, u32 sym, u8 edge, struct state *out)
{
	const struct flow_sym *p = &f->w->sym.at[sym];
	const struct effects *eff;

	for (const struct rule *r = p->rule; r; r = rules_next(f->w->rules, r))
		if (rule_hides_body(r))
			return call_by_rules(f, in, c, sym, out);
	eff = eff_of(f, sym);
	if (!eff->known) {
		st_copy(&out[0], in);
		return !(p->flags & IR_SYM_NORETURN);
	}
	callee_sleeps(f, in, c, sym, eff, edge);
	callee_calls(f, in, c, eff);
	c->escaped = true;
	return callee_exits(f, in, c, eff, out);
}

/* why: a member like wake_and_unlock() is called to release; believing that it does not would only cost proofs. */
static void indirect_drops(struct flow *f, const struct call *c, const struct effects *eff, struct state *s)
{
	u8 nr_drop = s->nr_drop;

	for (u32 i = 0; i < eff->nr_exit; i++)
		if (eff->exit[i].nr_drop && !eff->exit[i].nr_add)
			hold_minus(f, s, eff->exit[i].drop, eff->exit[i].nr_drop, c->arg, c->nr_arg);
	/* what is not held here is not the caller's either: that would be a guess */
	s->nr_drop = nr_drop;
}

/* Targets of a call through a pointer: what may sleep, and what is released; nothing is acquired by them. */
static void indirect_call(struct flow *f, const struct state *in, struct call *c, const struct target_set *set,
			  struct state *out)
{
	struct target t[TARGETS_MAX];
	u32 nr;

	f->stats->nr_indirect++;
	if (!set) {
		f->stats->nr_indirect_unresolved++;
		return;
	}
	f->asks_indirect = true;
	if (!f->indirect)
		return;
	nr = targets_of(f->w, set, f->sym, t);
	for (u32 i = 0; i < nr; i++) {
		const struct effects *eff = eff_of(f, t[i].sym);

		if (!eff->known)
			continue;
		callee_sleeps(f, in, c, t[i].sym, eff, target_confidence(t[i].kind));
		indirect_drops(f, c, eff, out);
	}
}

const struct target_set *targets_of_value(const struct flow *f, fx_id value, ir_val_id written)
{
	const struct fx *x = fx_at(&f->fx, value), *base;
	u64 slot[2] = { 0 };

	if (x->kind == FX_GLOBAL) {
		slot[0] = slot_var(x->a);
	} else if (x->kind == FX_FIELD) {
		base = fx_at(&f->fx, x->a);
		while (base->kind == FX_FIELD || (base->kind == FX_INDEX && fx_at(&f->fx, base->a)->kind == FX_ADDR))
			base = fx_at(&f->fx, base->kind == FX_FIELD ? base->a : fx_at(&f->fx, base->a)->a);
		slot[0] = base->kind == FX_GLOBAL ? slot_var_field(base->a, x->b) : 0;
		slot[1] = slot_field(x->b);
	} else {
		return targets_of_val(f->w, f->sym, written);
	}
	return targets_find(f->w, slot, 2);
}

static void param_call(struct flow *f, const struct state *in, const struct call *c, u32 param)
{
	struct eff_call k = { .param = param, .event = c->event, .held = st_held_mask(in) };

	if (f->replay)
		return;
	for (u32 i = 0; i < f->call.nr; i++)
		if (f->call.at[i].param == param && f->call.at[i].held == k.held)
			return;
	if (in->nr_hold)
		k.under = held_of(f, &in->hold[0]);
	for (u32 i = 0; i < in->nr_drop; i++)
		k.dropped[k.nr_dropped++] = (struct eff_lock){ .cls = in->drop[i].cls, .kind = in->drop[i].kind };
	vec_push(&f->call, k);
}

/* A member whose implementations may sleep: this one may, whichever it is. */
static void ruled_call(struct flow *f, const struct state *in, const struct call *c)
{
	struct eff_sleep e = { .why = WHY_SLEEP, .confidence = 1, .need = NEED_BIT(NEED_SLEEP), .decide_fn = f->sym,
		.decide_event = c->event };

	may_sleep(f, in, c, &e, IR_NONE, 0, false);
}

u32 call_event(struct flow *f, const struct state *in, u32 event, struct state *out)
{
	struct call c = { .e = ir_events(f->u, f->fn) + event, .event = event };
	const struct ir_val *callee = &ir_vals(f->u, f->fn)[c.e->a];
	struct state s;
	struct fx x;		/* a copy: who watches may move the table */
	fx_id to;
	u32 n;

	st_copy(&s, in);
	args_eval(f, &s, &c);
	st_forget_event(f, &s, f->base.event + event);
	if (f->replay) {
		to = callee->kind == V_FUNC ? 0 : ev_value(f, &s, c.e->a);
		x = *fx_at(&f->fx, to);
		if (f->replay->call(f->replay->ctx, f, &s, &c, callee->kind == V_FUNC ? f->unit->sym[callee->a] :
				    x.kind == FX_FUNC ? x.a : IR_NONE, out, &n))
			return n;
	}
	if (callee->kind == V_FUNC) {
		watch_call(f, &s, event, f->unit->sym[callee->a], c.arg, c.nr_arg);
		n = direct_call(f, &s, &c, f->unit->sym[callee->a], 2, out);
		/* a function that is only a name for others: bind rules */
		if (n && !eff_of(f, f->unit->sym[callee->a])->known && targets_of_call(f->w, f->sym, c.e))
			indirect_call(f, &s, &c, targets_of_call(f->w, f->sym, c.e), &out[0]);
	} else {
		to = ev_value(f, &s, c.e->a);
		x = *fx_at(&f->fx, to);
		watch_call(f, &s, event, x.kind == FX_FUNC ? x.a : IR_NONE, c.arg, c.nr_arg);
		n = 1;
		st_copy(&out[0], &s);
		if (x.kind == FX_FUNC) {
			n = direct_call(f, &s, &c, x.a, 2, out);
		} else if (x.kind == FX_PARAM) {
			param_call(f, &s, &c, x.a);
		} else if (x.kind == FX_FIELD && f->w->field_sleeps.at[x.b]) {
			ruled_call(f, &s, &c);
		} else {
			indirect_call(f, &s, &c, targets_of_value(f, to, c.e->a), &out[0]);
		}
	}
	for (u32 i = 0; i < n && !c.escaped; i++)
		call_args_escape(f, &out[i], &c);
	return n;
}
