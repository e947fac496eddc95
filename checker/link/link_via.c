// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registered by way of a record: register_it(&nb), where nb.notifier_call is the function.
 *
 * Of `&variable` and of a part of one: what initialises, or is stored in, that member of the variable.  Of `&x->nb`:
 * what is stored in that member of any x->nb.  Of a local pointer: what is stored through it in the function at hand,
 * and the same for what it is set to there.  Anything else is counted and left.
 */
#include <string.h>

#include "link/link_registrars.h"

#define MAX_STEPS 4u

struct via {
	const struct registration *g;
	via_fn *tell;
	void *ctx;
	u32 nr;			/* functions found */
	u32 steps;
};

static const struct ir_val *value(const struct via *v, ir_val_id id)
{
	return &ir_vals(v->g->fu->u, v->g->fn)[id];
}

static bool is_member(const struct via *v, u32 field)
{
	const struct rules *r = v->g->p->w.rules;
	const char *text = strtab_str(&v->g->p->w.field, field), *dot = strrchr(text, '.');

	return dot && !strcmp(dot + 1, rules_str(r, v->g->rule->member));
}

static void tell_set(struct via *v, const struct target_set *set)
{
	for (u32 i = 0; set && i < set->nr; i++, v->nr++)
		v->tell(v->ctx, v->g->p->w.targets.sym.at[set->first + i]);
}

/* The slots of all members of that name; `of` makes one from a field. */
static void tell_members(struct via *v, u64 (*of)(u32 base, u32 field), u32 base)
{
	const struct flow_unit *fu = v->g->fu;

	for (u32 i = 0; i < fu->u->nr_field; i++) {
		u64 slot = of(base, fu->field[i]);

		if (is_member(v, fu->field[i]))
			tell_set(v, targets_find(&v->g->p->w, &slot, 1));
	}
}

/* A variable that this unit only declares: the member may have no place in the unit's own table. */
static void tell_variable(struct via *v, u32 sym)
{
	const struct program *p = v->g->p;

	tell_members(v, slot_var_field, sym);
	for (u32 ui = 0; !v->nr && ui < p->w.unit.nr; ui++) {
		const struct flow_unit *fu = &p->w.unit.at[ui];

		for (u32 i = 0; i < fu->u->nr_init; i++) {
			const struct ir_init *in = &fu->u->init[i];

			if (in->var == IR_NONE || in->field == IR_NONE || fu->sym[in->var] != sym ||
			    fu->u->sym[in->sym].kind != SYM_FUNC || !is_member(v, fu->field[in->field]))
				continue;
			v->nr++;
			v->tell(v->ctx, fu->sym[in->sym]);
		}
	}
}

static void of_pointer(struct via *v, ir_val_id id);

/* Stores through a local pointer, and what it is set to. */
static void of_local(struct via *v, u32 local)
{
	const struct registration *g = v->g;

	for (u32 i = 0; i < g->fn->ev_nr; i++) {
		const struct ir_event *e = &ir_events(g->fu->u, g->fn)[i];
		const struct ir_val *to = value(v, e->a), *base;

		if (e->kind != EV_SET)
			continue;
		if (to->kind == V_LOCAL && to->a == local) {
			of_pointer(v, e->b);
		} else if (to->kind == V_FIELD && is_member(v, g->fu->field[to->b])) {
			base = value(v, to->a);
			if (base->kind != V_DEREF || value(v, base->a)->kind != V_LOCAL ||
			    value(v, base->a)->a != local)
				continue;
			if (value(v, e->b)->kind == V_FUNC) {
				v->nr++;
				v->tell(v->ctx, g->fu->sym[value(v, e->b)->a]);
			} else {
				tell_set(v, targets_of_val(&g->p->w, g->sym, e->b));
			}
		}
	}
}

static void of_place(struct via *v, ir_val_id id)
{
	const struct ir_val *x = value(v, id);
	u32 outer = x->kind == V_FIELD ? v->g->fu->field[x->b] : IR_NONE;

	while (x->kind == V_FIELD || (x->kind == V_INDEX && value(v, x->a)->kind == V_ADDR))
		x = value(v, x->kind == V_FIELD ? x->a : value(v, x->a)->a);
	if (x->kind == V_GLOBAL)
		tell_variable(v, v->g->fu->sym[x->a]);
	else if (outer != IR_NONE)
		tell_members(v, slot_part, outer);
}

static void of_pointer(struct via *v, ir_val_id id)
{
	const struct ir_val *x = value(v, id);

	if (v->steps++ >= MAX_STEPS)
		return;
	if (x->kind == V_ADDR)
		of_place(v, x->a);
	else if (x->kind == V_LOCAL && x->a >= v->g->fn->nparams)
		of_local(v, x->a);
	else if (x->kind == V_GLOBAL)	/* an array */
		tell_variable(v, v->g->fu->sym[x->a]);
}

void via_functions(const struct registration *g, via_fn *tell, void *ctx)
{
	struct via v = { .g = g, .tell = tell, .ctx = ctx };

	of_pointer(&v, g->val);
	g->p->nr_via_unresolved += !v.nr;
}
