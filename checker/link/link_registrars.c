// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wrappers of registration functions: whoever passes a parameter on to one, or stores it in a member or variable with
 * a context from rules/, is one, too.
 *
 * A fixpoint: who calls a new registrar is looked at again, until there is no new one.  Each function is looked at
 * once for each level of wrappers below it; the levels are bounded, and reaching the bound is counted.
 */
#include "link/link_registrars.h"

#include <stdlib.h>

#define MAX_LEVELS 16u

static void by_store(struct registration *g, const struct ir_event *e, registration_fn *tell, void *ctx)
{
	const struct ir_val *to = &ir_vals(g->fu->u, g->fn)[e->a], *v = &ir_vals(g->fu->u, g->fn)[e->b];
	const struct rule *r = NULL;

	g->callee = g->field = IR_NONE;
	g->val = e->b;
	/* what is in a place was put there by somebody: he is told of */
	if (v->kind != V_FUNC && v->kind != V_LOCAL)
		return;
	if (to->kind == V_FIELD) {
		g->field = g->fu->field[to->b];
		r = link_field_rule(g->p, g->field);
	} else if (to->kind == V_GLOBAL) {
		r = rules_find_field(g->p->w.rules, "global", ir_text(g->fu->u, g->fu->u->sym[to->a].name));
	}
	for (; r; r = rules_next(g->p->w.rules, r)) {
		g->rule = r;
		if (r->kind == RULE_FIELD && !r->registered)
			tell(ctx, g);
	}
}

static void by_call(struct registration *g, const struct registrars *reg, const struct ir_event *e,
		    registration_fn *tell, void *ctx)
{
	const struct ir_val *callee = &ir_vals(g->fu->u, g->fn)[e->a];
	const ir_val_id *arg = ir_args(g->fu->u, g->fn, e);
	bool by_rule = false;

	if (callee->kind != V_FUNC)
		return;
	g->callee = g->fu->sym[callee->a];
	g->field = IR_NONE;
	for (const struct rule *r = g->p->w.sym.at[g->callee].rule; r; r = rules_next(g->p->w.rules, r)) {
		int n = r->via >= 0 ? r->via : r->fn;

		if (r->kind != RULE_CALLBACK || n < 0 || n >= e->nargs)
			continue;
		by_rule = true;
		g->rule = r;
		g->val = arg[n];
		tell(ctx, g);
	}
	for (u32 i = map_get(&reg->first, g->callee); !by_rule && i != IR_NONE; i = reg->at.at[i].next) {
		if (reg->at.at[i].param >= e->nargs)
			continue;
		g->rule = reg->at.at[i].rule;
		g->val = arg[reg->at.at[i].param];
		tell(ctx, g);
	}
}

void registrations(struct program *p, const struct registrars *r, u32 sym, registration_fn *tell, void *ctx)
{
	const struct flow_sym *s = &p->w.sym.at[sym];
	struct registration g = { .p = p, .sym = sym };

	if (s->func == IR_NONE)
		return;
	g.unit = s->unit;
	g.fu = &p->w.unit.at[s->unit];
	g.fn = &g.fu->u->func[s->func];
	for (g.event = 0; g.event < g.fn->ev_nr; g.event++) {
		const struct ir_event *e = &ir_events(g.fu->u, g.fn)[g.event];

		if (e->kind == EV_CALL)
			by_call(&g, r, e, tell, ctx);
		else if (e->kind == EV_SET)
			by_store(&g, e, tell, ctx);
	}
}

struct learn {
	struct registrars *reg;
	VEC(struct registrar) found;	/* in this round */
};

static bool same_as(const struct registrar *a, const struct registrar *b)
{
	return a->sym == b->sym && a->param == b->param && a->rule->context == b->rule->context &&
	       a->rule->via == b->rule->via;
}

static void is_wrapper(void *ctx, const struct registration *g)
{
	const struct ir_val *v = &ir_vals(g->fu->u, g->fn)[g->val];
	struct learn *l = ctx;
	struct registrar r = { .sym = g->sym, .param = v->a, .rule = g->rule };

	if (v->kind != V_LOCAL || v->a >= g->fn->nparams)
		return;
	for (u32 i = map_get(&l->reg->first, r.sym); i != IR_NONE; i = l->reg->at.at[i].next)
		if (same_as(&r, &l->reg->at.at[i]))
			return;
	for (u32 i = l->found.nr; i && l->found.at[i - 1].sym == r.sym; i--)
		if (same_as(&r, &l->found.at[i - 1]))
			return;
	vec_push(&l->found, r);
}

/* Takes over what was found; *look: the functions that call one of them. */
static void adopt(struct program *p, struct learn *l, u8 *look)
{
	u8 *is_new = xcalloc(p->w.sym.nr, 1);

	_Static_assert(MAP_NONE == IR_NONE, "an end of both kinds of list");
	for (u32 i = 0; i < l->found.nr; i++) {
		struct registrar *r = &l->found.at[i];

		is_new[r->sym] = 1;
		r->next = map_get(&l->reg->first, r->sym);
		map_put(&l->reg->first, r->sym, l->reg->at.nr);
		vec_push(&l->reg->at, *r);
	}
	memset(look, 0, p->w.sym.nr);
	for (u32 i = 0; i < p->edge.nr; i++)
		if (is_new[p->edge.at[i].to] && !p->edge.at[i].passed)
			look[p->edge.at[i].from] = 1;
	vec_clear(&l->found);
	free(is_new);
}

void registrars_find(struct program *p, struct registrars *out)
{
	struct learn l = { .reg = out };
	u8 *look = xcalloc(p->w.sym.nr, 1);

	memset(look, 1, p->w.sym.nr);
	for (u32 level = 0;; level++) {
		for (u32 s = 0; s < p->w.sym.nr; s++)
			if (look[s])
				registrations(p, out, s, is_wrapper, &l);
		if (!l.found.nr)
			break;
		if (level == MAX_LEVELS) {
			p->nr_wrappers_dropped += l.found.nr;
			break;
		}
		adopt(p, &l, look);
	}
	vec_free(&l.found);
	free(look);
}

void registrars_free(struct registrars *r)
{
	vec_free(&r->at);
	map_free(&r->first);
}
