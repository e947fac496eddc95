// SPDX-License-Identifier: GPL-2.0-only
/*
 * One call event: what rules, or the callee's effects, make of a state.
 *
 * A call may fork the state: a trylock that was taken or not, a callee whose kinds of return differ in what they
 * hold.  What may sleep here is either a candidate (something held is left) or becomes an effect of this function.
 */
#include <string.h>

#include "flow/state.h"

struct call {
	const struct ir_event *e;
	u32 event;
	fx_id arg[64];
	u32 nr_arg;
	bool escaped;		/* args_escape() was done, before what the callee stores */
};

static void args_eval(struct flow *f, const struct state *s, struct call *c)
{
	const ir_val_id *a = ir_args(f->u, f->fn, c->e);

	c->nr_arg = MIN(c->e->nargs, (u16)ARRAY_SIZE(c->arg));
	for (u32 i = 0; i < c->nr_arg; i++)
		c->arg[i] = ev_value(f, s, a[i]);
}

/* Locals whose address goes into the call have any value afterwards. */
static void args_escape(struct flow *f, struct state *s, const struct call *c)
{
	for (u32 i = 0; i < c->nr_arg; i++) {
		/* a copy: fx_make() may move the table */
		struct fx x = *fx_at(&f->fx, c->arg[i]);

		if (x.kind != FX_ADDR)
			continue;
		x = *fx_at(&f->fx, x.a);
		while (x.kind == FX_FIELD)
			x = *fx_at(&f->fx, x.a);
		if (x.kind == FX_LOCAL)
			st_kill_local(f, s, x.a, fx_make(&f->fx, FX_UNKNOWN, 0, c->event, x.a));
	}
}

static fx_id result(struct flow *f, const struct call *c)
{
	return fx_make(&f->fx, FX_RESULT, 0, c->event, 0);
}

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
		if (!fx_at(&f->fx, what)->local)
			continue;
		if (gfp)
			return UNKNOWN_FLAG;
		if (fx_at(&f->w->fx, cond[i].what)->kind == FX_PARAM && !cond[i].is.nonzero)
			s->loose = 1;
	}
	return MAYBE;
}

static u32 hold_name(struct flow *f, const struct hold *h)
{
	const struct ir_event *e = &ir_events(f->u, f->fn)[h->event];
	const struct ir_val *callee = &ir_vals(f->u, f->fn)[e->a];
	struct strbuf sb = { 0 };
	u32 id = 0;

	if (h->path && callee->kind == V_FUNC) {
		const struct rule *r = f->w->sym.at[f->unit->sym[callee->a]].rule;

		/* as it was written */
		for (; r; r = rules_next(f->w->rules, r))
			if (r->kind == RULE_LOCK && r->arg >= 0 && r->arg < e->nargs)
				ir_print_val(f->u, f->fn, ir_args(f->u, f->fn, e)[r->arg], &sb);
		if (sb.len && sb.buf[0] == '&') {
			id = strtab_add(&f->w->str, sb.buf + 1);
			strbuf_free(&sb);
			return id;
		}
		strbuf_reset(&sb);
	}
	if (h->path) {
		flow_print_fx(f->w, &f->fx, h->path, f->u, f->fn, &sb);
		if (sb.len)
			id = strtab_add(&f->w->str, sb.buf);
	}
	strbuf_free(&sb);
	return id;
}

static struct held held_of(struct flow *f, const struct hold *h)
{
	return (struct held){ .fn = f->sym, .event = h->event, .name = hold_name(f, h),
		.lock = { .cls = h->cls, .kind = h->kind, .irq = h->irq, .bh = h->bh, .by_fn = h->by_fn,
			  .by_event = h->by_event } };
}

static void candidate(struct flow *f, const struct state *s, const struct call *c, u32 mask, u32 callee,
		      u32 callee_sleep, const struct eff_sleep *e)
{
	struct candidate k = { .fn = f->sym, .event = c->event, .callee = callee, .callee_sleep = callee_sleep,
		.why = e->why, .confidence = e->confidence, .loose = s->loose, .decide_fn = e->decide_fn,
		.decide_event = e->decide_event, .mask = mask };
	u64 key = (u64)c->event << 40 ^ (u64)callee << 8 ^ callee_sleep;

	if (!f->cand)
		return;
	for (u32 i = 0; i < f->cand_seen.nr; i++)
		if (f->cand_seen.at[i] == key)
			return;
	vec_push(&f->cand_seen, key);
	for (u32 i = 0; i < s->nr_fact; i++)
		if (fx_at(&f->fx, s->fact_key[i])->kind == FX_CTX && !s->fact[i].lo && !s->fact[i].hi)
			k.not_in |= fx_at(&f->fx, s->fact_key[i])->a;
	for (u32 i = 0; i < s->nr_hold && k.nr_held < EFF_MAX_LOCKS; i++)
		k.held[k.nr_held++] = held_of(f, &s->hold[i]);
	if (e->under_mask && k.nr_held < EFF_MAX_LOCKS)
		k.held[k.nr_held++] = e->under;
	vec_push(f->cand, k);
}

/* The state may sleep at c by e (callee IR_NONE: by a rule). */
static void may_sleep(struct flow *f, const struct state *s, const struct call *c, struct eff_sleep *e, u32 callee,
		      u32 callee_sleep, bool context_open)
{
	bool flag_open = e->decide_fn == IR_NONE;
	struct eff_sleep up = *e;
	struct state then = *s;
	u32 mask;

	hold_minus(f, &then, e->dropped, e->nr_dropped, c->arg, c->nr_arg);
	mask = st_held_mask(&then) & f->w->atomic_mask;
	if (mask && context_open)
		return;
	if (mask && flag_open && s->nr_hold) {
		up.under_mask |= mask;
		up.under = held_of(f, &s->hold[0]);
	} else if (mask || (e->under_mask && !flag_open)) {
		mask |= e->under_mask;
		candidate(f, s, c, mask, callee, callee_sleep, e);
		return;
	}
	up.event = c->event;
	up.callee = callee;
	up.callee_sleep = callee_sleep;
	up.nr_dropped = 0;
	/* what the callee drops of ours is no business of the caller's; the rest is */
	for (u32 i = 0; i < then.nr_drop && up.nr_dropped < EFF_MAX_LOCKS; i++)
		up.dropped[up.nr_dropped++] = (struct eff_lock){
			.path = then.drop[i].path ? fx_copy(&f->w->fx, &f->fx, then.drop[i].path, NULL, 0) : 0,
			.cls = then.drop[i].cls, .kind = then.drop[i].kind, .irq = then.drop[i].irq,
			.bh = then.drop[i].bh };
	if (then.loose)
		up.loose = 1;
	eff_add_sleep(f, s, up);
}

/* ---- rules ---- */

static bool named_const(const struct flow *f, u32 name, s64 *out)
{
	u32 i = map_get(&f->w->named_const, name);

	if (i == MAP_NONE)
		return false;
	*out = f->w->const_value.at[i];
	return true;
}

/* Assumes the rule's own condition; false when it cannot hold. */
static bool rule_condition(struct flow *f, struct state *s, const struct call *c, const struct rule_cond *k)
{
	fx_id v;
	s64 mask;

	if (k->op == COND_ALWAYS)
		return true;
	if (k->arg >= c->nr_arg)
		return false;
	v = c->arg[k->arg];
	if (k->op == COND_MASK || k->op == COND_NOMASK) {
		if (!named_const(f, k->name, &mask))
			return k->op == COND_NOMASK;
		v = fx_make(&f->fx, FX_BIN, OP_AND, v, fx_const(&f->fx, mask));
	}
	return st_assume(f, s, v, k->op == COND_NONZERO || k->op == COND_MASK);
}

static void rule_sleep(struct flow *f, const struct state *in, const struct call *c, const struct rule *r)
{
	struct eff_sleep e = { .why = r->kind == RULE_ALLOC || r->gfp >= 0 ? WHY_ALLOC : WHY_SLEEP, .confidence = 2,
		.decide_fn = f->sym, .decide_event = c->event };
	bool context_open = false;
	struct state s = *in;

	if (r->unsure)
		e.confidence = 0;
	if (!rule_condition(f, &s, c, &r->cond))
		return;
	if (r->gfp >= 0) {
		s64 dr = f->unit->direct_reclaim, flags;
		struct aval have;
		fx_id g;

		if ((u32)r->gfp >= c->nr_arg || !dr) {
			f->stats->nr_gfp_unjudged++;
			return;
		}
		g = fx_make(&f->fx, FX_BIN, OP_AND, c->arg[r->gfp], fx_const(&f->fx, dr));
		if (!g) {
			f->stats->nr_gfp_unknown++;
			return;
		}
		have = ev_aval(f, &s, g);
		if (!have.nonzero && fx_at(&f->fx, g)->local) {
			/* it came from memory or from a call: nobody can tell */
			f->stats->nr_gfp_unknown++;
			return;
		}
		/* chosen here, or by the caller and at most tested here */
		if (fx_at(&f->fx, g)->kind != FX_CONST && !fx_at(&f->fx, g)->local)
			e.decide_fn = IR_NONE;
		if (fx_is_const(&f->fx, c->arg[r->gfp], &flags) && !(flags & dr))
			return;
		if (!st_assume(f, &s, g, true))
			return;
	} else if (r->kind == RULE_ALLOC) {
		return;
	}
	if (r->unless_in && !st_assume(f, &s, fx_make(&f->fx, FX_CTX, 0, r->unless_in, 0), false))
		return;
	if (r->only_in) {
		fx_id in_ctx = fx_make(&f->fx, FX_CTX, 0, r->only_in, 0);

		context_open = !ev_aval(f, &s, in_ctx).nonzero;
		if (!st_assume(f, &s, in_ctx, true))
			return;
	}
	may_sleep(f, &s, c, &e, IR_NONE, 0, context_open);
}

static u32 guard_event(struct flow *f, const struct state *s, const struct call *c)
{
	const struct fx *x;
	fx_id v;

	if (!c->nr_arg)
		return IR_NONE;
	x = fx_at(&f->fx, c->arg[0]);
	if (x->kind != FX_ADDR)
		return IR_NONE - 1;
	v = st_load(f, s, x->a);
	x = fx_at(&f->fx, v);
	return x->kind == FX_RESULT ? x->a : IR_NONE - 1;
}

/* The lock that an argument points to; 0 for a section.  One too deep to name is known by how it is written. */
static fx_id lock_place(struct flow *f, const struct rule *r, const struct call *c)
{
	fx_id p;

	if (r->arg < 0 || (u32)r->arg >= c->nr_arg)
		return 0;
	p = c->arg[r->arg];
	/* one of an array of locks */
	if (fx_at(&f->fx, p)->kind == FX_BIN && fx_at(&f->fx, p)->op == OP_ADD)
		return fx_make(&f->fx, FX_INDEX, 0, fx_at(&f->fx, p)->a, 0);
	p = fx_make(&f->fx, FX_DEREF, 0, p, 0);
	return p ? p : fx_make(&f->fx, FX_UNKNOWN, 0, IR_NONE, ir_args(f->u, f->fn, c->e)[r->arg]);
}

static u32 rule_lock(struct flow *f, const struct state *in, const struct call *c, const struct rule *r,
		     struct state *out)
{
	struct hold h = { .path = lock_place(f, r, c), .event = c->event, .by_fn = f->sym, .by_event = c->event, .kind = r->lock_class, .irq = r->irq,
		.bh = r->bh, .asserted = r->asserted };
	u32 n = 0;

	h.cls = h.path ? lock_class(f, h.path) : 0;
	out[n] = *in;
	/* what is held already need not be held twice */
	for (u32 i = 0; r->asserted && i < in->nr_hold; i++)
		if (in->hold[i].cls == h.cls && in->hold[i].kind == h.kind)
			return 1;
	if (r->try_ret && !st_assume(f, &out[n], result(f, c), true))
		return n;
	if (!hold_add(f, &out[n], h))
		f->stats->nr_effects_dropped++;
	n++;
	if (r->try_ret) {
		out[n] = *in;
		n += st_assume(f, &out[n], result(f, c), false);
	}
	return n;
}

static u32 rule_unlock(struct flow *f, const struct state *in, const struct call *c, const struct rule *r,
		       struct state *out)
{
	struct drop d = { .path = lock_place(f, r, c), .kind = r->lock_class, .irq = r->irq, .bh = r->bh };

	*out = *in;
	d.cls = d.path ? lock_class(f, d.path) : 0;
	hold_release(f, out, d, r->guard ? guard_event(f, in, c) : IR_NONE);
	return 1;
}

static bool hides_body(const struct rule *r)
{
	return r->kind != RULE_CALLBACK && r->kind != RULE_FREE && r->kind != RULE_FIELD && r->kind != RULE_ENTRY;
}

static u32 by_rules(struct flow *f, const struct state *in, const struct call *c, const struct rule *first,
		    struct state *out)
{
	u32 n = 1;

	out[0] = *in;
	/* first what it does on entry, then what it leaves behind */
	for (const struct rule *r = first; r; r = rules_next(f->w->rules, r))
		if (r->kind == RULE_SLEEP || r->kind == RULE_ALLOC)
			rule_sleep(f, in, c, r);
	for (const struct rule *r = first; r; r = rules_next(f->w->rules, r)) {
		struct state before = out[0];

		switch (r->kind) {
		case RULE_LOCK:
			n = rule_lock(f, &before, c, r, out);
			break;
		case RULE_ENTER:
			hold_add(f, &out[0], (struct hold){ .kind = r->lock_class, .event = c->event,
				.by_fn = f->sym, .by_event = c->event });
			break;
		case RULE_UNLOCK:
			n = rule_unlock(f, &before, c, r, out);
			break;
		case RULE_LEAVE:
			hold_release(f, &out[0], (struct drop){ .kind = r->lock_class },
				     r->guard ? guard_event(f, in, c) : IR_NONE);
			break;
		case RULE_TEST: {
			fx_id v = fx_make(&f->fx, FX_CTX, 0, r->test, 0);

			if (r->test_negated)
				v = fx_make(&f->fx, FX_UN, OP_LNOT, v, 0);
			st_store(f, &out[0], result(f, c), v);
			break;
		}
		case RULE_NORETURN:
			return 0;
		default:
			break;
		}
	}
	return n;
}

/* ---- effects ---- */

static void callee_sleeps(struct flow *f, const struct state *in, const struct call *c, u32 callee,
			  const struct effects *eff, u8 edge)
{
	for (u32 i = 0; i < eff->nr_sleep; i++) {
		struct eff_sleep e = eff->sleep[i];
		struct state s = *in;
		struct known k = { 0 };
		enum feasible how;

		how = condition(f, &s, c, e.cond, e.nr_cond, &k);
		if (how == UNKNOWN_FLAG)
			f->stats->nr_gfp_unknown++;
		if (how != MAYBE)
			continue;
		if (e.depth < 255)
			e.depth++;
		e.confidence = MIN(e.confidence, edge);
		e.loose |= s.loose;
		if (k.flag && e.decide_fn == IR_NONE) {
			e.decide_fn = f->sym;
			e.decide_event = c->event;
		}
		may_sleep(f, &s, c, &e, callee, e.id, k.context_open);
	}
}

static void lock_effects(struct flow *f, struct state *s, const struct call *c, const struct eff_exit *x)
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
			.bh = x->add[i].bh, .event = c->event, .by_fn = x->add[i].by_fn,
			.by_event = x->add[i].by_event, .level = (u8)(x->add[i].level + 1) };

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

static u32 callee_exits(struct flow *f, const struct state *in, const struct call *c, const struct effects *eff,
			struct state *out)
{
	u32 n = 0;

	if (eff->noreturn)
		return 0;
	if (!eff->nr_exit) {
		out[0] = *in;
		args_escape(f, &out[0], c);
		return 1;
	}
	for (u32 i = 0; i < eff->nr_exit && n < FORK_MAX; i++) {
		const struct eff_exit *x = &eff->exit[i];
		struct known known = { 0 };

		out[n] = *in;
		if (condition(f, &out[n], c, x->cond, x->nr_cond, &known) == NEVER)
			continue;
		out[n].loose = in->loose;
		if (x->ret_val) {
			fx_id v = ev_import(f, &out[n], x->ret_val, c->arg, c->nr_arg);

			if (v)
				st_store(f, &out[n], result(f, c), v);
		} else if (!aval_is_top(&x->ret) && !st_assume_aval(f, &out[n], result(f, c), &x->ret)) {
			continue;
		}
		args_escape(f, &out[n], c);
		for (u32 k = 0; k < x->nr_set; k++) {
			fx_id place = ev_import_place(f, in, x->set[k].place, c->arg, c->nr_arg);
			fx_id value = ev_import(f, in, x->set[k].value, c->arg, c->nr_arg);

			if (place && value)
				st_store(f, &out[n], place, value);
		}
		lock_effects(f, &out[n], c, x);
		n++;
	}
	return n;
}

/* The callee calls one of its parameters: here it is known what that is. */
static void callee_calls(struct flow *f, const struct state *in, const struct call *c,
			 const struct effects *eff)
{
	for (u32 i = 0; i < eff->nr_call; i++) {
		const struct eff_call *k = &eff->call[i];
		struct state then;
		struct fx x;
		u32 mask;

		if (k->param >= c->nr_arg)
			continue;
		then = *in;
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
			if (!seen)
				vec_push(&f->call, up);
		} else if (x.kind == FX_FUNC) {
			const struct flow_sym *g = &f->w->sym.at[x.a];

			/* its sleeps, with what the callee holds around the call */
			for (u32 j = 0; j < g->eff.nr_sleep; j++) {
				struct eff_sleep e = g->eff.sleep[j];

				if (e.nr_cond && !flow_sleep_in_context(f->w, &e, mask))
					continue;
				e.nr_cond = 0;
				e.depth = (u8)MIN(e.depth + 2u, 255u);
				e.confidence = MIN(e.confidence, 1);
				if (k->held & f->w->atomic_mask && !e.nr_dropped) {
					e.under_mask = k->held;
					e.under = k->under;
					candidate(f, in, c, mask & f->w->atomic_mask, x.a, e.id, &e);
					continue;
				}
				may_sleep(f, in, c, &e, x.a, e.id, false);
			}
		}
	}
}

static u32 direct_call(struct flow *f, const struct state *in, struct call *c, u32 sym, u8 edge, struct state *out)
{
	const struct flow_sym *p = &f->w->sym.at[sym];

	for (const struct rule *r = p->rule; r; r = rules_next(f->w->rules, r))
		if (hides_body(r))
			return by_rules(f, in, c, p->rule, out);
	if (!p->eff.known) {
		out[0] = *in;
		return !(p->flags & IR_SYM_NORETURN);
	}
	callee_sleeps(f, in, c, sym, &p->eff, edge);
	callee_calls(f, in, c, &p->eff);
	c->escaped = true;
	return callee_exits(f, in, c, &p->eff, out);
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

/* Targets of a call through a struct member: what may sleep, and what is released; nothing is acquired by them. */
static void indirect_call(struct flow *f, const struct state *in, const struct call *c, u32 field, struct state *out)
{
	u32 at = map_get(&f->w->field_targets, field), nr;
	const struct target *t;

	f->stats->nr_indirect++;
	if (at == MAP_NONE) {
		f->stats->nr_indirect_unresolved++;
		return;
	}
	if (!f->indirect)
		return;
	t = &f->w->ftarget.at[f->w->ftarget_at.at[at]];
	nr = f->w->ftarget_at.at[at + 1];
	for (u32 i = 0; i < nr; i++) {
		const struct flow_sym *p = &f->w->sym.at[t[i].sym];

		if (p->eff.known)
			callee_sleeps(f, in, c, t[i].sym, &p->eff, 1);
		if (p->eff.known)
			indirect_drops(f, c, &p->eff, out);
	}
}

static void param_call(struct flow *f, const struct state *in, const struct call *c, u32 param)
{
	struct eff_call k = { .param = param, .event = c->event, .held = st_held_mask(in) };

	for (u32 i = 0; i < f->call.nr; i++)
		if (f->call.at[i].param == param && f->call.at[i].held == k.held)
			return;
	if (in->nr_hold)
		k.under = held_of(f, &in->hold[0]);
	for (u32 i = 0; i < in->nr_drop; i++)
		k.dropped[k.nr_dropped++] = (struct eff_lock){ .cls = in->drop[i].cls, .kind = in->drop[i].kind };
	vec_push(&f->call, k);
}

u32 call_event(struct flow *f, const struct state *in, u32 event, struct state *out)
{
	struct call c = { .e = ir_events(f->u, f->fn) + event, .event = event };
	const struct ir_val *callee = &ir_vals(f->u, f->fn)[c.e->a];
	struct state s = *in;
	const struct fx *x;
	fx_id to;
	u32 n;

	args_eval(f, &s, &c);
	st_forget_event(f, &s, event);
	if (callee->kind == V_FUNC) {
		n = direct_call(f, &s, &c, f->unit->sym[callee->a], 2, out);
	} else {
		to = ev_value(f, &s, c.e->a);
		x = fx_at(&f->fx, to);
		n = 1;
		out[0] = s;
		if (x->kind == FX_FUNC) {
			n = direct_call(f, &s, &c, x->a, 2, out);
		} else if (x->kind == FX_PARAM) {
			param_call(f, &s, &c, x->a);
		} else if (x->kind == FX_FIELD) {
			indirect_call(f, &s, &c, x->b, &out[0]);
		} else {
			f->stats->nr_indirect++;
			f->stats->nr_indirect_unresolved++;
		}
	}
	for (u32 i = 0; i < n && !c.escaped; i++)
		args_escape(f, &out[i], &c);
	return n;
}
