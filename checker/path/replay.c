// SPDX-License-Identifier: GPL-2.0-only
/*
 * The replay: flow's engine runs the first function of a chain, and at calls this file runs the callee's body in the
 * state of its caller, in the place of the callee's effects.
 *
 * Which bodies: the next function of the chain, always; beside it what acquires or releases, and small functions whose
 * result the branches look at, PATH_HELPERS deep.  Everything else has its effects.  Invariant: leaving a state
 * out, or running out of steps, sets `cut`, so that nothing is refuted by it.
 */
#include <string.h>

#include "path/path_int.h"

#define PATH_HELPERS	3u	/* frames beside the chain */
#define LOCKER_BLOCKS	60u	/* of a body that acquires or releases */
#define GIVEN_BLOCKS	24u	/* of one that is given the address of a local, and would have all of it forgotten */
#define GIVEN_EVENTS	80u
#define SMALL_BLOCKS	10u	/* of any other */
#define SMALL_EVENTS	32u

static struct frame *top(struct prover *p)
{
	return &p->frame[p->nr_frame - 1];
}

/* The link that the chain goes to from this call, or IR_NONE. */
static u32 next_of_chain(struct prover *p, const struct call *c)
{
	u32 link = top(p)->link;

	if (link == IR_NONE || link + 1 >= p->chain->nr || p->chain->at[link].event != c->event)
		return IR_NONE;
	return link + 1;
}

static bool has_body(const struct world *w, u32 sym)
{
	return w->sym.at[sym].func != IR_NONE && !flow_is_modelled(w, sym);
}

/* Can its body be run here, in the place of what rules and effects say? */
static bool may_run(struct prover *p, u32 sym)
{
	const struct flow_sym *g = &p->p->w.sym.at[sym];

	if (!has_body(&p->p->w, sym) || g->eff.noreturn || top(p)->helpers >= PATH_HELPERS ||
	    p->nr_frame + 2 >= PATH_MAX_DEPTH)
		return false;
	for (const struct rule *r = g->rule; r; r = rules_next(p->p->w.rules, r))
		if (rule_hides_body(r))
			return false;
	for (u32 i = 0; i < p->nr_frame; i++)
		if (p->frame[i].sym == sym)
			return false;
	return true;
}

static bool gives_local(struct prover *p, const struct call *c)
{
	for (u32 i = 0; i < c->nr_arg; i++) {
		const struct fx *x = fx_at(&p->f->fx, c->arg[i]);

		if (x->kind == FX_ADDR && fx_at(&p->f->fx, x->a)->kind == FX_LOCAL)
			return true;
	}
	return false;
}

static bool is_helper(struct prover *p, const struct call *c, u32 sym)
{
	const struct flow_sym *g = &p->p->w.sym.at[sym];
	const struct ir_func *fn;
	bool locks = false;

	if (!may_run(p, sym))
		return false;
	fn = &p->p->w.unit.at[g->unit].u->func[g->func];
	for (u32 i = 0; i < g->eff.nr_exit; i++)
		locks |= g->eff.exit[i].nr_add || g->eff.exit[i].nr_drop;
	if (locks)
		return fn->blk_nr <= LOCKER_BLOCKS;
	return (fn->blk_nr <= SMALL_BLOCKS && fn->ev_nr <= SMALL_EVENTS) ||
	       (fn->blk_nr <= GIVEN_BLOCKS && fn->ev_nr <= GIVEN_EVENTS && gives_local(p, c));
}

/* Is one of the arguments the function? */
static bool passes(struct prover *p, const struct call *c, u32 fn)
{
	for (u32 i = 0; i < c->nr_arg; i++) {
		const struct fx *x = fx_at(&p->f->fx, c->arg[i]);

		if (x->kind == FX_FUNC && x->a == fn)
			return true;
	}
	return false;
}

/* ---- returns ---- */

/* May the two be one state of the caller? */
static bool same_return(struct flow *f, const struct path_exit *a, const struct path_exit *b)
{
	struct aval va = ev_aval(f, &a->s, a->value), vb = ev_aval(f, &b->s, b->value);
	s64 c;

	if (!st_same_holds(&a->s, &b->s))
		return false;
	if (aval_is_const(&va, &c) != aval_is_const(&vb, &c))
		return false;
	return aval_equal(&va, &vb) || aval_meet(&va, &vb);
}

static void join(struct prover *p, struct path_exit *a, const struct path_exit *b)
{
	if (a->value != b->value)
		a->value = 0;
	st_merge(p->f, &a->s, &b->s, p->f->fn->blk_nr);
}

static void hook_ret(void *ctx, struct flow *f, const struct state *s, fx_id value)
{
	struct prover *p = ctx;
	struct frame *fr = top(p);
	struct path_exit e = { .s = *s, .value = value };

	if (p->nr_frame == 1)
		return;
	for (u32 i = 0; i < fr->exit.nr; i++) {
		struct path_exit *o = &fr->exit.at[i];

		if (!same_return(f, o, &e) || (fr->exit.nr < FORK_MAX && st_told_apart(f, &o->s, s)))
			continue;
		join(p, o, &e);
		return;
	}
	if (fr->exit.nr < FORK_MAX) {
		vec_push(&fr->exit, e);
		return;
	}
	for (u32 i = 0; i < fr->exit.nr; i++) {
		if (st_same_holds(&fr->exit.at[i].s, s)) {
			join(p, &fr->exit.at[i], &e);
			return;
		}
	}
	p->cut = true;
}

/* ---- calls ---- */

/* Runs the body in the state of its caller. */
static u32 run_body(struct prover *p, const struct state *in, struct call *c, u32 sym, u32 link, u32 through,
		    struct state *out)
{
	struct flow *f = p->f, save = *f;
	struct frame_base base = frame_names(p, c->event, sym);
	struct frame *fr = &p->frame[p->nr_frame];
	u32 helpers = link == IR_NONE ? top(p)->helpers + 1 : 0, n;
	struct state entry;

	*fr = (struct frame){ .sym = sym, .link = link, .helpers = helpers, .through = through, .base = base };
	p->nr_frame++;
	flow_at_function(f, sym);
	f->base = base;
	memset(&f->in, 0, sizeof(f->in));
	memset(&f->queued, 0, sizeof(f->queued));
	memset(&f->flag_local, 0, sizeof(f->flag_local));
	flow_find_flags(f);
	flow_blocks(f);
	frame_entry(p, in, c, f->fn, base, &entry);
	flow_run(f, &entry);
	for (u32 i = 0; i < f->in.cap; i++)
		vec_free(&f->in.at[i].at);
	vec_free(&f->in);
	vec_free(&f->queued);
	vec_free(&f->flag_local);
	/* what grew meanwhile stays, its states go */
	save.fx = f->fx;
	save.steps = f->steps;
	f->pool.nr = save.pool.nr;
	save.pool = f->pool;
	*f = save;
	p->nr_frame--;
	for (n = 0; n < fr->exit.nr; n++) {
		out[n] = fr->exit.at[n].s;
		frame_leave(p, &out[n], base, fr->exit.at[n].value);
		if (fr->exit.at[n].value)
			st_store(f, &out[n], call_result(f, c), fr->exit.at[n].value);
	}
	vec_free(&fr->exit);
	c->escaped = true;
	return n;
}

/* The function of that link runs as what is called here. */
static bool run_link(struct prover *p, const struct state *in, struct call *c, u32 link, struct state *out, u32 *n)
{
	if (p->nr_frame + 1 >= PATH_MAX_DEPTH) {
		p->cut = true;
		return false;
	}
	*n = run_body(p, in, c, p->chain->at[link].fn, link, IR_NONE, out);
	return true;
}

static bool hook_call(void *ctx, struct flow *f, const struct state *in, struct call *c, u32 sym, struct state *out, u32 *n)
{
	struct prover *p = ctx;
	u32 through = top(p)->through, next;

	if (p->found) {		/* enough */
		*n = 0;
		return true;
	}
	next = next_of_chain(p, c);
	if (next != IR_NONE && (sym == p->chain->at[next].fn || sym == IR_NONE) && has_body(&p->p->w, p->chain->at[next].fn))
		return run_link(p, in, c, next, out, n);
	/* bus_for_each_dev(fn): the chain goes on inside, where fn is called */
	if (next != IR_NONE) {
		if (sym == IR_NONE || !may_run(p, sym) || !passes(p, c, p->chain->at[next].fn))
			return false;
		*n = run_body(p, in, c, sym, IR_NONE, next, out);
		return true;
	}
	if (through != IR_NONE && (sym == p->chain->at[through].fn || sym == IR_NONE))
		return run_link(p, in, c, through, out, n);
	if (sym == IR_NONE)
		return false;
	if (through != IR_NONE && may_run(p, sym) && passes(p, c, p->chain->at[through].fn)) {
		*n = run_body(p, in, c, sym, IR_NONE, through, out);
		return true;
	}
	if (!is_helper(p, c, sym))
		return false;
	*n = run_body(p, in, c, sym, IR_NONE, IR_NONE, out);
	/* all ways through it end in a warning: its effects know better */
	return *n || p->found;
}

/* ---- the leaf ---- */

static void hook_sleep(void *ctx, struct flow *f, const struct state *s, const struct call *c, const struct eff_sleep *e,
		       u32 callee)
{
	struct prover *p = ctx;
	u32 link = top(p)->link, through = top(p)->through, held;
	struct state then;

	if (p->found)
		return;
	/* a callee whose body was not run here (a callback passed through a function): its effect will do */
	if (through != IR_NONE) {
		if (callee != p->chain->at[through].fn)
			return;
	} else if (link == IR_NONE || p->chain->at[link].event != c->event ||
		   callee != (link + 1 < p->chain->nr ? p->chain->at[link + 1].fn : IR_NONE)) {
		return;
	}
	st_copy(&then, s);
	hold_minus(f, &then, e->dropped, e->nr_dropped, c->arg, c->nr_arg);
	held = st_held_mask(&then) | e->under_mask | p->chain->context;
	if (!(held & p->p->w.forbids[p->chain->need]))
		return;
	p->found = true;
	for (u32 i = 0; i < s->nr_fact; i++)
		p->on_params |= fx_mentions_param(&f->fx, s->fact_key[i]);
	p->stats.nr_steps += f->steps;
	f->steps = f->max_steps;	/* no need to look further */
}

static bool hook_member(void *ctx, u32 outer, u32 field, struct aval *out)
{
	struct prover *p = ctx;

	if (!member_value(p, outer, field, out))
		return false;
	p->asked = true;
	return p->trusting;
}

static bool hook_keeps(void *ctx, u32 callee, u32 arg)
{
	return callee_keeps(ctx, callee, arg);
}

void replay_hooks(struct prover *p)
{
	p->hooks = (struct flow_replay){ .call = hook_call, .sleep = hook_sleep, .ret = hook_ret,
		.keeps = hook_keeps, .member = hook_member,
		.ctx = p, .max_steps = PATH_MAX_STEPS };
}

void replay_run(struct prover *p)
{
	struct flow *f = p->f;
	struct state entry = { 0 };

	flow_enter(f, p->chain->at[0].fn);
	vec_clear(&f->pool);
	vec_clear(&f->site);
	flow_blocks(f);
	map_free(&p->base_of);
	vec_clear(&p->base);
	p->next = (struct frame_base){ f->fn->local_nr, MAX(f->fn->ev_nr, 1u), f->fn->blk_nr + 1 };
	p->frame[0] = (struct frame){ .sym = p->chain->at[0].fn, .through = IR_NONE };
	p->nr_frame = 1;
	p->found = p->cut = p->on_params = false;
	p->hooks.context = p->chain->context;
	f->replay = &p->hooks;
	f->indirect = true;
	f->cand = NULL;
	f->steps = 0;
	f->max_steps = PATH_MAX_STEPS;
	flow_run(f, &entry);
	p->cut |= f->steps > f->max_steps && !p->found;
	p->stats.nr_steps += p->found ? 0 : f->steps;
	f->replay = NULL;
}
