// SPDX-License-Identifier: GPL-2.0-only
/*
 * Contexts, top-down: in which contexts may each function be entered?
 *
 * Two answers are kept apart: `may` is the union over all ways in, `must` what all of them have in common.  Process
 * context is the empty set.  A function that nothing calls and nothing registers, one that is exported, and one whose
 * address goes somewhere unknown may be called from process context.  The witness is the edge, or the root, through
 * which a context arrived first; roots come in the order of the program, so the result is deterministic.
 *
 * Cost: each edge is looked at once per change of its caller; bit sets only grow or shrink, so a few times at most.
 */
#include <stdlib.h>

#include "link/link.h"

struct walk {
	struct program *p;
	VEC(u32) queue;
	u8 *queued;
};

/* What an entry record says of the function holds whoever calls it. */
static u32 entry_context(const struct program *p, u32 sym)
{
	u32 context = 0;

	for (const struct rule *r = p->w.sym.at[sym].rule; r; r = rules_next(p->w.rules, r))
		if (r->kind == RULE_ENTRY && !r->unsure)
			context |= r->context;
	return context;
}

static void enter(struct walk *w, u32 sym, struct fn_context in, u32 via_edge)
{
	struct fn_context *c = &w->p->context[sym], old = *c;
	u32 entry = entry_context(w->p, sym);

	in.may |= entry;
	in.must |= entry;
	if (!c->reached) {
		c->must = in.must;
		c->first_edge = via_edge;
		c->first_root = in.via_root;
	}
	c->reached = true;
	c->must &= in.must;
	if ((in.may & ~c->may) && !c->via_edge && !c->via_root) {
		c->via_edge = via_edge;
		c->via_root = in.via_root;
	}
	c->may |= in.may;
	c->process |= in.process;
	c->unknown |= in.unknown;
	if (old.reached && old.may == c->may && old.must == c->must && old.process == c->process &&
	    old.unknown == c->unknown)
		return;
	if (!w->queued[sym]) {
		w->queued[sym] = 1;
		vec_push(&w->queue, sym);
	}
}

/* How the program gets at a function. */
enum { CALLED = 1, PASSED = 2, LOOSE = 4 };

/* A function's address goes where no call is seen: into a variable, an array, a member that nobody calls. */
static void loose_events(const struct flow_unit *fu, const struct ir_func *fn, u8 *use)
{
	for (u32 i = 0; i < fn->ev_nr; i++) {
		const struct ir_event *e = &ir_events(fu->u, fn)[i];
		const struct ir_val *v = &ir_vals(fu->u, fn)[e->b];

		if (e->kind == EV_SET && v->kind == V_FUNC && ir_vals(fu->u, fn)[e->a].kind != V_FIELD)
			use[fu->sym[v->a]] |= LOOSE;
	}
}

static void loose_units(const struct program *p, u8 *use)
{
	for (u32 ui = 0; ui < p->w.unit.nr; ui++) {
		const struct flow_unit *fu = &p->w.unit.at[ui];

		for (u32 i = 0; i < fu->u->nr_init; i++)
			if (fu->u->init[i].field == IR_NONE && fu->u->sym[fu->u->init[i].sym].kind == SYM_FUNC)
				use[fu->sym[fu->u->init[i].sym]] |= LOOSE;
		for (u32 i = 0; i < fu->u->nr_func; i++)
			loose_events(fu, &fu->u->func[i], use);
	}
}

static void loose_fields(const struct program *p, u8 *use)
{
	struct map called = { 0 };

	for (u32 i = 0; i < p->edge.nr; i++)
		if (p->edge.at[i].field != IR_NONE)
			map_put(&called, p->edge.at[i].field, 1);
	for (u32 field = 0; field < p->w.field.nr; field++) {
		const struct target_set *set = targets_find(&p->w, (u64[]){ slot_field(field) }, 1);

		for (u32 i = 0; set && map_get(&called, field) == MAP_NONE && i < set->nr; i++)
			use[p->w.targets.sym.at[set->first + i]] |= LOOSE;
	}
	map_free(&called);
}

static u8 *find_uses(const struct program *p)
{
	u8 *use = xcalloc(p->w.sym.nr, 1);

	loose_units(p, use);
	loose_fields(p, use);
	/* where a call through a pointer comes to it, the pointers have been followed */
	for (u32 i = 0; i < p->edge.nr; i++)
		if (p->edge.at[i].field != IR_NONE)
			use[p->edge.at[i].to] &= (u8)~LOOSE;
	for (u32 i = 0; i < p->edge.nr; i++)
		use[p->edge.at[i].to] |= p->edge.at[i].passed ? PASSED : CALLED;
	return use;
}

static void start(struct walk *w)
{
	struct program *p = w->p;
	u8 *use = find_uses(p), *rooted = xcalloc(p->w.sym.nr, 1);

	for (u32 i = 0; i < p->root.nr; i++) {
		const struct root *r = &p->root.at[i];

		rooted[r->sym] = 1;
		enter(w, r->sym, (struct fn_context){ .may = r->context, .must = r->context,
			.process = !(r->context & p->w.forbids[NEED_SLEEP]), .unknown = !r->confidence,
			.via_root = i + 1 }, 0);
	}
	for (u32 s = 0; s < p->w.sym.nr; s++) {
		/* what is registered somewhere is passed there: that is no secret */
		bool unknown = use[s] & LOOSE || (!rooted[s] && (!use[s] || (use[s] & PASSED) ||
			(p->w.sym.at[s].flags & IR_SYM_EXPORTED)));

		if (p->w.sym.at[s].func != IR_NONE && unknown)
			enter(w, s, (struct fn_context){ .process = true, .unknown = true }, 0);
	}
	free(use);
	free(rooted);
}

static void leave_by(struct walk *w, const struct fn_context *c, u32 edge)
{
	const struct edge *e = &w->p->edge.at[edge];
	struct fn_context out = *c;

	/* a dead call, unless the function was given up on */
	if (e->passed)
		return;
	out.via_root = 0;
	out.may |= e->held_may;
	out.must |= e->held_must;
	out.process = c->process && (e->free || !e->seen);
	enter(w, e->to, out, edge + 1);
}

void link_contexts(struct program *p)
{
	struct walk w = { .p = p, .queued = xcalloc(p->w.sym.nr, 1) };

	p->context = xcalloc(p->w.sym.nr, sizeof(*p->context));
	start(&w);
	for (u32 at = 0; at < w.queue.nr; at++) {
		u32 s = w.queue.at[at];
		struct fn_context c = p->context[s];

		w.queued[s] = 0;
		for (u32 i = p->first_edge.at[s]; i < p->first_edge.at[s + 1]; i++)
			leave_by(&w, &c, i);
	}
	vec_free(&w.queue);
	free(w.queued);
}
