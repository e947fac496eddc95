// SPDX-License-Identifier: GPL-2.0-only
/*
 * Targets of calls through struct members: every function that an initialiser or a store puts into that member.
 *
 * A member whose context is known from rules/ has no edges: its implementations are roots.
 *
 * Such an edge has medium confidence.  Members with more than LINK_MAX_TARGETS are cut there, and what was cut is
 * counted.
 */
#include <stdlib.h>

#include "link/link.h"

#define LINK_MAX_TARGETS 64u

struct pair {
	u32 field, sym;
};

static int pair_order(const void *pa, const void *pb)
{
	const struct pair *a = pa, *b = pb;

	if (a->field != b->field)
		return a->field < b->field ? -1 : 1;
	return a->sym < b->sym ? -1 : a->sym > b->sym;
}

typedef VEC(struct pair) pairs;

static void from_inits(struct program *p, pairs *out)
{
	for (u32 ui = 0; ui < p->w.unit.nr; ui++) {
		const struct flow_unit *fu = &p->w.unit.at[ui];

		for (u32 i = 0; i < fu->u->nr_init; i++) {
			const struct ir_init *in = &fu->u->init[i];

			if (in->field != IR_NONE && fu->u->sym[in->sym].kind == SYM_FUNC)
				vec_push(out, (struct pair){ fu->field[in->field], fu->sym[in->sym] });
		}
	}
}

static void from_stores(struct program *p, pairs *out)
{
	for (u32 s = 0; s < p->w.sym.nr; s++) {
		const struct flow_sym *g = &p->w.sym.at[s];
		const struct flow_unit *fu;
		const struct ir_func *fn;

		if (g->func == IR_NONE)
			continue;
		fu = &p->w.unit.at[g->unit];
		fn = &fu->u->func[g->func];
		for (u32 i = 0; i < fn->ev_nr; i++) {
			const struct ir_event *e = &ir_events(fu->u, fn)[i];
			const struct ir_val *to = &ir_vals(fu->u, fn)[e->a], *v;

			if (e->kind != EV_SET || to->kind != V_FIELD)
				continue;
			v = &ir_vals(fu->u, fn)[e->b];
			if (v->kind == V_FUNC)
				vec_push(out, (struct pair){ fu->field[to->b], fu->sym[v->a] });
		}
	}
}

void link_targets(struct program *p)
{
	pairs all = { 0 };

	from_inits(p, &all);
	from_stores(p, &all);
	if (all.nr)
		qsort(all.at, all.nr, sizeof(all.at[0]), pair_order);
	for (u32 i = 0; i < all.nr;) {
		u32 field = all.at[i].field, first = p->w.ftarget.nr, n = 0;
		bool ruled = link_field_rule(p, field);
		u32 last = IR_NONE;

		for (; i < all.nr && all.at[i].field == field; i++) {
			if (all.at[i].sym == last)
				continue;
			last = all.at[i].sym;
			/* what rules/ gives a context is judged as a root, whoever calls it */
			if (ruled)
				continue;
			if (n == LINK_MAX_TARGETS) {
				p->nr_targets_dropped++;
				continue;
			}
			n++;
			vec_push(&p->w.ftarget, (struct target){ .sym = last });
		}
		map_put(&p->w.field_targets, field, p->w.ftarget_at.nr);
		vec_push(&p->w.ftarget_at, first);
		vec_push(&p->w.ftarget_at, n);
	}
	vec_free(&all);
}
