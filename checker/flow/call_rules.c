// SPDX-License-Identifier: GPL-2.0-only
/*
 * A call of a function that rules/ describes: what it takes, releases, enters, leaves, tests, and whether it sleeps.
 *
 * A rule that says what the function does hides its body.  Rules about one function add up: first what happens
 * on entry (it may sleep), then what it leaves behind.
 */
#include "flow/call.h"

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

/*
 * The flags of an allocation: fills in what it needs, or that its caller chooses.  False when it does not sleep, or
 * when nobody can tell.
 */
static bool judge_flags(struct flow *f, struct state *s, const struct call *c, const struct rule *r, struct eff_sleep *e)
{
	s64 dr = f->unit->direct_reclaim, flags;
	struct aval have;
	fx_id g;

	if ((u32)r->gfp >= c->nr_arg || !dr) {
		f->stats->nr_gfp_unjudged++;
		return false;
	}
	g = fx_make(&f->fx, FX_BIN, OP_AND, c->arg[r->gfp], fx_const(&f->fx, dr));
	if (!g) {
		f->stats->nr_gfp_unknown++;
		return false;
	}
	have = ev_aval(f, s, g);
	if (!have.nonzero && fx_at(&f->fx, g)->local && !f->replay) {
		/* it came from memory or from a call: nobody can tell */
		f->stats->nr_gfp_unknown++;
		return false;
	}
	if (fx_is_const(&f->fx, c->arg[r->gfp], &flags) && !(flags & dr))
		return false;
	if (!st_assume(f, s, g, true))
		return false;
	e->need = need_of_flags(f, s, c->arg[r->gfp]);
	/* chosen here, or by the caller and at most tested here */
	if (fx_at(&f->fx, g)->kind != FX_CONST && !fx_at(&f->fx, g)->local) {
		e->decide_fn = IR_NONE;
		e->flags = c->arg[r->gfp];
		e->need = NEED_BIT(NEED_SLEEP);
	}
	return true;
}

static void rule_sleep(struct flow *f, const struct state *in, const struct call *c, const struct rule *r)
{
	struct eff_sleep e = { .why = r->kind == RULE_ALLOC || r->gfp >= 0 ? WHY_ALLOC : WHY_SLEEP, .confidence = 2,
		.need = NEED_BIT(NEED_SLEEP), .decide_fn = f->sym, .decide_event = c->event };
	bool context_open = false;
	struct state s;

	st_copy(&s, in);
	if (rule_off_near(f->w, r, f->w->sym.at[f->sym].folder))
		return;
	if (r->unsure)
		e.confidence = 0;
	if (!rule_condition(f, &s, c, &r->cond))
		return;
	if (r->gfp >= 0 ? !judge_flags(f, &s, c, r, &e) : r->kind == RULE_ALLOC)
		return;
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

/* PREEMPT_RT: a spin lock sleeps, and the allocator takes one whatever the flags are. */
static void rt_leaf(struct flow *f, const struct state *in, const struct call *c, enum sleep_why why)
{
	struct eff_sleep e = { .why = (u8)why, .confidence = 2, .need = NEED_BIT(NEED_RT), .decide_fn = f->sym,
		.decide_event = c->event };

	if (f->w->rt)
		may_sleep(f, in, c, &e, IR_NONE, 0, false);
}

static u32 guard_event(struct flow *f, const struct state *s, const struct call *c)
{
	const struct fx *x;
	u32 held;
	fx_id v;

	if (!c->nr_arg)
		return IR_NONE;
	x = fx_at(&f->fx, c->arg[0]);
	if (x->kind != FX_ADDR)
		return IR_NONE - 1;
	x = fx_at(&f->fx, x->a);
	held = x->kind == FX_LOCAL ? hold_of_guard(s, x->a) : IR_NONE;
	if (held != IR_NONE)
		return held;
	v = st_load(f, s, fx_at(&f->fx, c->arg[0])->a);
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
	return p ? p : fx_make(&f->fx, FX_UNKNOWN, 0, IR_NONE - f->base.event, ir_args(f->u, f->fn, c->e)[r->arg]);
}

/* PREEMPT_RT: these sleep, so they disable nothing. */
static bool rt_sleeping(const struct flow *f, const struct rule *r)
{
	return f->w->rt && (r->lock_class == ATOMIC_SPIN || r->lock_class == ATOMIC_RWLOCK);
}

static u32 rule_lock(struct flow *f, const struct state *in, const struct call *c, const struct rule *r,
		     struct state *out)
{
	struct hold h = { .path = lock_place(f, r, c), .event = f->base.event + c->event, .by_fn = f->sym, .by_event = c->event,
		.kind = r->lock_class, .irq = r->irq, .bh = r->bh, .asserted = r->asserted };
	u32 n = 0;

	if (rt_sleeping(f, r)) {
		h.irq = h.bh = 0;
		if (!r->try_ret && !r->asserted)
			rt_leaf(f, in, c, WHY_RT_LOCK);
	}

	h.cls = h.path ? lock_class(f, h.path) : 0;
	st_copy(&out[n], in);
	/* what is held already need not be held twice */
	for (u32 i = 0; r->asserted && i < in->nr_hold; i++)
		if (in->hold[i].cls == h.cls && in->hold[i].kind == h.kind)
			return 1;
	if (r->try_ret && !st_assume(f, &out[n], call_result(f, c), true))
		return n;
	if (!hold_add(f, &out[n], h))
		f->stats->nr_effects_dropped++;
	n++;
	if (r->try_ret) {
		st_copy(&out[n], in);
		n += st_assume(f, &out[n], call_result(f, c), false);
	}
	return n;
}

static u32 rule_unlock(struct flow *f, const struct state *in, const struct call *c, const struct rule *r,
		       struct state *out)
{
	struct drop d = { .path = lock_place(f, r, c), .kind = r->lock_class, .irq = r->irq, .bh = r->bh };

	if (rt_sleeping(f, r))
		d.irq = d.bh = 0;
	st_copy(out, in);
	d.cls = d.path ? lock_class(f, d.path) : 0;
	hold_release(f, out, d, r->guard ? guard_event(f, in, c) : IR_NONE);
	return 1;
}

/* Who owns what says nothing about contexts. */
static bool owns_memory(const struct rule *r)
{
	return r->kind == RULE_NEW || r->kind == RULE_FREE || r->kind == RULE_TAKE || r->kind == RULE_REALLOC ||
	       r->kind == RULE_BORROW;
}

bool rule_hides_body(const struct rule *r)
{
	return r->kind != RULE_CALLBACK && r->kind != RULE_FIELD && r->kind != RULE_ENTRY && r->kind != RULE_BIND &&
	       r->kind != RULE_DMA && r->kind != RULE_MEMORY && r->kind != RULE_FAMILY && !owns_memory(r);
}

/* A record that says no more than that it sleeps. */
static bool says_only_sleep(const struct rule *r)
{
	return r->kind == RULE_SLEEP && r->gfp < 0 && r->cond.op == COND_ALWAYS && !r->unless_in && !r->only_in &&
		!r->unsure && !r->near_nr;
}

/* Does the body say so, too?  Then its chain goes on to the leaf. */
static bool body_sleeps(const struct effects *eff)
{
	for (u32 i = 0; eff->known && i < eff->nr_sleep; i++)
		if (!eff->sleep[i].nr_cond && !eff->sleep[i].nr_dropped && eff->sleep[i].confidence == 2 &&
		    !eff->sleep[i].loose && eff->sleep[i].decide_fn != IR_NONE)
			return true;
	return false;
}

/* Gives the memory back to the allocator here and now. */
static bool frees_at_once(const struct rule *r)
{
	return r->kind == RULE_FREE && r->on == RET_ANY && !r->maybe && !r->rcu;
}

/*
 * References, while a chain is replayed: who took one and has not dropped it does not drop the last one.  Effects
 * do not carry them: every function that takes a reference would have exits of its own.
 */
static void rule_ref(struct flow *f, struct state *s, const struct call *c, const struct rule *r)
{
	fx_id counter = f->replay ? lock_place(f, r, c) : 0, last = call_result(f, c);

	if (!counter || fx_at(&f->fx, counter)->kind == FX_UNKNOWN)
		return;
	if (r->kind == RULE_GET) {
		hold_add(f, s, (struct hold){ .path = counter, .kind = ATOMIC_REF, .event = f->base.event + c->event,
			.by_fn = f->sym, .by_event = c->event });
		return;
	}
	for (u32 i = 0; i < s->nr_hold; i++) {
		if (s->hold[i].kind != ATOMIC_REF || s->hold[i].path != counter)
			continue;
		hold_release(f, s, (struct drop){ .path = counter, .kind = ATOMIC_REF }, IR_NONE);
		st_store(f, s, last, fx_const(&f->fx, 0));
		return;
	}
}

u32 call_by_rules(struct flow *f, const struct state *in, struct call *c, u32 sym, struct state *out)
{
	const struct rule *first = f->w->sym.at[sym].rule;
	const struct effects *eff = eff_of(f, sym);
	u32 n = 1;

	st_copy(&out[0], in);
	/* first what it does on entry, then what it leaves behind */
	for (const struct rule *r = first; r; r = rules_next(f->w->rules, r)) {
		if (says_only_sleep(r) && body_sleeps(eff))
			callee_sleeps(f, in, c, sym, eff, 2);
		else if (r->kind == RULE_SLEEP || r->kind == RULE_ALLOC)
			rule_sleep(f, in, c, r);
	}
	for (const struct rule *r = first; r; r = rules_next(f->w->rules, r))
		if (frees_at_once(r) || (r->kind == RULE_ALLOC && (r->gfp >= 0 || r->cond.op == COND_ALWAYS)))
			rt_leaf(f, in, c, WHY_RT_ALLOC);
	for (const struct rule *r = first; r; r = rules_next(f->w->rules, r)) {
		struct state before = out[0];

		switch (r->kind) {
		case RULE_LOCK:
			n = rule_lock(f, &before, c, r, out);
			break;
		case RULE_ENTER:
			hold_add(f, &out[0], (struct hold){ .kind = r->lock_class, .event = f->base.event + c->event,
				.by_fn = f->sym, .by_event = c->event });
			break;
		case RULE_UNLOCK:
			n = rule_unlock(f, &before, c, r, out);
			break;
		case RULE_LEAVE:
			hold_release(f, &out[0], (struct drop){ .kind = r->lock_class,
				.forced = r->lock_class == ATOMIC_IRQ && !r->save },
				     r->guard ? guard_event(f, in, c) : IR_NONE);
			break;
		case RULE_GET:
		case RULE_PUT:
			rule_ref(f, &out[0], c, r);
			break;
		case RULE_TEST: {
			fx_id v = fx_make(&f->fx, FX_CTX, 0, r->test, 0);

			if (r->test_negated)
				v = fx_make(&f->fx, FX_UN, OP_LNOT, v, 0);
			st_store(f, &out[0], call_result(f, c), v);
			break;
		}
		case RULE_NORETURN:
			return 0;
		case RULE_WARNS:
			/* a stub that only warns returns all the same */
			f->reached_return = true;
			return 0;
		default:
			break;
		}
	}
	return n;
}

