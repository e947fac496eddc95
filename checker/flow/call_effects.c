// SPDX-License-Identifier: GPL-2.0-only
/*
 * A call of a function with a body: its effects, with the arguments put in.
 *
 * A condition of an effect is decided here, stays open, or rules the effect out.  Each kind of return makes a state.
 */
#include "flow/call.h"

/* Is it about a flag word: does it ask for the direct-reclaim bit? */
static bool is_gfp_atom(const struct flow *f, const struct atom *a)
{
	s64 c;

	return f->unit->direct_reclaim && !aval_is_const(&a->is, &c) &&
		(a->is.one & (u64)f->unit->direct_reclaim);
}

enum feasible { NEVER, MAYBE, UNKNOWN_FLAG };

struct known {
	bool flag;		/* a condition on a flag word became certain here */
	u8 open;		/* conditions that were assumed here, and that callers can still be asked about */
	u8 lost;		/* and those that they cannot */
	bool context_open;	/* it needs a context (interrupts off ...) that nothing here establishes */
};

/* The callee's condition in this state.  Narrows *s. */
static enum feasible condition(struct flow *f, struct state *s, const struct call *c, const struct atom *cond,
			       u32 nr, struct known *k)
{
	for (u32 i = 0; i < nr; i++) {
		fx_id what = ev_import(f, s, cond[i].what, c->arg, c->nr_arg);
		bool gfp = is_gfp_atom(f, &cond[i]);
		struct aval have;

		if (!what) {
			if (gfp)
				return UNKNOWN_FLAG;
			k->lost += flow_is_open(f->w, &cond[i]);
			if (fx_at(&f->w->fx, cond[i].what)->kind == FX_PARAM)
				s->loose = 1;
			continue;
		}
		have = ev_aval(f, s, what);
		if (aval_implies(&have, &cond[i].is)) {
			/* a branch may have tested what the caller passed: that is not yet a choice */
			if (gfp && (fx_at(&f->fx, what)->local || fx_at(&f->fx, what)->kind == FX_CONST))
				k->flag = true;
			continue;
		}
		if (!st_assume_aval(f, s, what, &cond[i].is))
			return NEVER;
		if (fx_at(&f->fx, what)->kind == FX_CTX && cond[i].is.nonzero)
			k->context_open = true;
		if (!fx_at(&f->fx, what)->local) {
			k->open += flow_is_open(f->w, &cond[i]);
			continue;
		}
		k->lost += flow_is_open(f->w, &cond[i]);
		if (gfp)
			return UNKNOWN_FLAG;
		if (fx_at(&f->w->fx, cond[i].what)->kind == FX_PARAM && !cond[i].is.nonzero)
			s->loose = 1;
	}
	return MAYBE;
}

/* Bits of the exits that the state can take, of a callee whose exits differ in what is held; else 0: nobody asks. */
static u32 feasible_exits(struct flow *f, const struct state *in, const struct call *c, const struct effects *eff)
{
	bool matters = false;
	u32 bits = 0;

	for (u32 i = 0; i < eff->nr_exit; i++)
		matters |= eff->exit[i].nr_drop || eff->exit[i].nr_add;
	for (u32 i = 0; matters && eff->nr_exit > 1 && i < eff->nr_exit; i++) {
		struct known known = { 0 };
		struct state s;

		st_copy(&s, in);
		if (condition(f, &s, c, eff->exit[i].cond, eff->exit[i].nr_cond, &known) != NEVER)
			bits |= 1u << i;
	}
	return bits;
}

void callee_sleeps(struct flow *f, const struct state *in, struct call *c, u32 callee,
			  const struct effects *eff, u8 edge)
{
	u32 feasible = feasible_exits(f, in, c, eff);

	for (u32 i = 0; i < eff->nr_sleep; i++) {
		const struct eff_sleep *below = &eff->sleep[i];
		const struct state *s = in;
		struct known k = { 0 };
		struct state narrowed;
		struct eff_sleep e;

		if (below->nr_cond) {
			enum feasible how;

			st_copy(&narrowed, in);
			s = &narrowed;
			how = condition(f, &narrowed, c, below->cond, below->nr_cond, &k);
			if (how == UNKNOWN_FLAG)
				f->stats->nr_gfp_unknown++;
			if (how != MAYBE)
				continue;
		}
		e = *below;
		if (e.depth < 255)
			e.depth++;
		e.confidence = MIN(e.confidence, edge);
		e.loose |= s->loose;
		e.assumed = (u8)MIN(e.assumed + k.lost, 15);
		if (feasible && (k.open || k.lost))
			sleep_without(eff, feasible, &e);
		c->open = k.open;
		if (e.flags)
			e.flags = ev_import(f, s, e.flags, c->arg, c->nr_arg);
		if (k.flag && e.decide_fn == IR_NONE) {
			e.decide_fn = f->sym;
			e.decide_event = c->event;
			e.need = e.flags ? need_of_flags(f, s, e.flags) : NEED_BIT(NEED_SLEEP);
			e.flags = 0;
		}
		may_sleep(f, s, c, &e, callee, e.id, k.context_open);
	}
}

static void lock_effects(struct flow *f, struct state *s, const struct call *c, const struct eff_exit *x, bool by_flag)
{
	for (u32 i = 0; i < x->nr_drop; i++) {
		struct drop d = { .kind = x->drop[i].kind, .cls = x->drop[i].cls, .irq = x->drop[i].irq,
			.bh = x->drop[i].bh };

		if (x->drop[i].path)
			d.path = ev_import_place(f, s, x->drop[i].path, c->arg, c->nr_arg);
		hold_release(f, s, d, IR_NONE);
	}
	for (u32 i = 0; i < x->nr_add; i++) {
		struct hold h = { .kind = x->add[i].kind, .cls = x->add[i].cls, .irq = x->add[i].irq,
			.bh = x->add[i].bh, .event = f->base.event + c->event, .by_fn = x->add[i].by_fn,
			.by_event = x->add[i].by_event, .level = (u8)(x->add[i].level + 1), .by_flag = by_flag };

		if (h.level > FLOW_MAX_LEVEL) {
			f->stats->nr_ambiguous_exits++;
			continue;
		}
		if (x->add[i].path)
			h.path = ev_import_place(f, s, x->add[i].path, c->arg, c->nr_arg);
		if (!hold_add(f, s, h))
			f->stats->nr_effects_dropped++;
	}
}

u32 callee_exits(struct flow *f, const struct state *in, const struct call *c, const struct effects *eff,
			struct state *out)
{
	u32 n = 0, feasible;

	if (eff->noreturn)
		return 0;
	if (!eff->nr_exit) {
		st_copy(&out[0], in);
		call_args_escape(f, &out[0], c);
		return 1;
	}
	feasible = feasible_exits(f, in, c, eff);
	for (u32 i = 0; i < eff->nr_exit && n < FORK_MAX; i++) {
		const struct eff_exit *x = &eff->exit[i];
		struct known known = { 0 };

		if (feasible && exit_is_excluded(f, in, c, eff, i, feasible))
			continue;
		st_copy(&out[n], in);
		if (condition(f, &out[n], c, x->cond, x->nr_cond, &known) == NEVER)
			continue;
		out[n].loose = in->loose;
		if (x->ret_val) {
			fx_id v = ev_import(f, &out[n], x->ret_val, c->arg, c->nr_arg);

			if (v)
				st_store(f, &out[n], call_result(f, c), v);
		} else if (!aval_is_top(&x->ret) && !st_assume_aval(f, &out[n], call_result(f, c), &x->ret)) {
			continue;
		}
		call_args_escape(f, &out[n], c);
		for (u32 k = 0; k < x->nr_set; k++) {
			fx_id place = ev_import_place(f, in, x->set[k].place, c->arg, c->nr_arg);
			fx_id value = ev_import(f, in, x->set[k].value, c->arg, c->nr_arg);

			if (place && value)
				st_store(f, &out[n], place, value);
		}
		lock_effects(f, &out[n], c, x, exit_is_by_flag(eff, i, feasible));
		n++;
	}
	return n;
}

/* Conditions on a callback's own parameters: what it will be called with is not known.  True when there were any. */
static bool forget_params(const struct flow *f, struct eff_sleep *e)
{
	u8 n = 0;

	for (u8 i = 0; i < e->nr_cond; i++)
		if (fx_at(&f->w->fx, e->cond[i].what)->kind == FX_CTX)
			e->cond[n++] = e->cond[i];
	if (n == e->nr_cond)
		return false;
	e->nr_cond = n;
	return true;
}

/* What it says of contexts, in this state; false when that excludes it.  Narrows *s. */
static bool assume_contexts(struct flow *f, struct state *s, const struct eff_sleep *e)
{
	for (u8 i = 0; i < e->nr_cond; i++) {
		const struct fx *x = fx_at(&f->w->fx, e->cond[i].what);

		if (x->kind == FX_CTX && !st_assume_aval(f, s, fx_make(&f->fx, FX_CTX, 0, x->a, 0), &e->cond[i].is))
			return false;
	}
	return true;
}

/* The callee calls `sym`: its sleeps, with what the callee holds around the call. */
static void passed_sleeps(struct flow *f, const struct state *in, const struct call *c, const struct eff_call *k,
			  u32 mask, struct target t)
{
	const struct effects *eff = eff_of(f, t.sym);

	for (u32 j = 0; j < eff->nr_sleep; j++) {
		struct eff_sleep e = eff->sleep[j];
		struct state narrowed;

		st_copy(&narrowed, in);
		/* a flag that its own caller would choose: nobody can tell */
		if (e.decide_fn == IR_NONE || !flow_sleep_in_context(f->w, &e, mask) || !assume_contexts(f, &narrowed, &e))
			continue;
		e.loose |= forget_params(f, &e);
		e.flags = 0;
		e.depth = (u8)MIN(e.depth + 2u, 255u);
		e.confidence = MIN(e.confidence, 1);
		if (!e.nr_dropped) {
			e.under_mask |= k->held;
			e.under = k->under;
		}
		may_sleep(f, &narrowed, c, &e, t.sym, e.id, false);
	}
}

void callee_calls(struct flow *f, const struct state *in, struct call *c,
			 const struct effects *eff)
{
	const ir_val_id *args = ir_args(f->u, f->fn, c->e);
	const struct target_set *set;
	struct target t[TARGETS_MAX];
	u32 nr;

	for (u32 i = 0; i < eff->nr_call; i++) {
		const struct eff_call *k = &eff->call[i];
		struct state then;
		struct fx x;
		u32 mask;

		if (k->param >= c->nr_arg)
			continue;
		st_copy(&then, in);
		hold_minus(f, &then, k->dropped, k->nr_dropped, c->arg, c->nr_arg);
		mask = st_held_mask(&then) | k->held;
		x = *fx_at(&f->fx, c->arg[k->param]);
		if (x.kind == FX_PARAM) {
			struct eff_call up = { .param = x.a, .event = c->event, .held = mask, .under = k->under };
			bool seen = false;

			if (!k->held && in->nr_hold)
				up.under = held_of(f, &in->hold[0]);

			for (u32 j = 0; j < f->call.nr; j++)
				seen |= f->call.at[j].param == up.param && f->call.at[j].event == up.event &&
					f->call.at[j].held == up.held;
			if (!seen && !f->replay)
				vec_push(&f->call, up);
		} else if (x.kind == FX_FUNC) {
			passed_sleeps(f, in, c, k, mask, (struct target){ .sym = x.a });
		} else if ((set = targets_of_value(f, c->arg[k->param], args[k->param]))) {
			f->asks_indirect = true;
			if (!f->indirect)
				continue;
			nr = targets_of(f->w, set, f->sym, t);
			for (u32 j = 0; j < nr; j++)
				passed_sleeps(f, in, c, k, mask, t[j]);
		}
	}
}

