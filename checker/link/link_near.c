// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the names that rules mention in unless_near= are in use: the folders with a call of such a function, or with a
 * store to such a member.  A store of 0 says nothing: that is what the member has anyway.
 *
 * Output: world.near, by folder and name.  Cost: nothing without such a rule, else one look at each event.
 */
#include <stdlib.h>

#include "link/link.h"

struct names {
	u32 *of_sym;		/* program symbol or field -> string id of the name in rules, + 1 */
	u32 *of_field;
	u32 nr;
};

static void find_names(const struct program *p, struct names *n)
{
	const struct rules *r = p->w.rules;
	struct map names = { 0 };

	for (u32 i = 0; i < r->near.nr; i++)
		map_put(&names, r->near.at[i], 1);
	n->of_sym = xcalloc(p->w.sym.nr, sizeof(u32));
	n->of_field = xcalloc(p->w.field.nr, sizeof(u32));
	for (u32 i = 0; i < p->w.sym.nr; i++) {
		u32 id = strtab_find(&r->str, strtab_str(&p->w.str, p->w.sym.at[i].name));

		if (id != MAP_NONE && map_get(&names, id) != MAP_NONE)
			n->of_sym[i] = ++n->nr ? id + 1 : 0;
	}
	for (u32 i = 0; i < p->w.field.nr; i++) {
		u32 id = strtab_find(&r->str, strtab_str(&p->w.field, i));

		if (id != MAP_NONE && map_get(&names, id) != MAP_NONE)
			n->of_field[i] = ++n->nr ? id + 1 : 0;
	}
	map_free(&names);
}

/* The name that an event uses, + 1. */
static u32 name_of_event(const struct flow_unit *fu, const struct ir_func *fn, const struct ir_event *e,
			 const struct names *n)
{
	const struct ir_val *val = ir_vals(fu->u, fn), *v = &val[e->a];

	if (e->kind == EV_CALL)
		return v->kind == V_FUNC ? n->of_sym[fu->sym[v->a]] : 0;
	if (e->kind != EV_SET || v->kind != V_FIELD || (val[e->b].kind == V_CONST && !ir_val_const(&val[e->b])))
		return 0;
	return n->of_field[fu->field[v->b]];
}

static void near_functions(struct program *p, const struct names *n)
{
	for (u32 s = 0; s < p->w.sym.nr; s++) {
		const struct flow_sym *g = &p->w.sym.at[s];
		const struct flow_unit *fu;
		const struct ir_func *fn;

		if (g->func == IR_NONE || flow_is_modelled(&p->w, s))
			continue;
		fu = &p->w.unit.at[g->unit];
		fn = &fu->u->func[g->func];
		for (u32 i = 0; i < fn->ev_nr; i++) {
			u32 name = name_of_event(fu, fn, &ir_events(fu->u, fn)[i], n);

			if (name)
				map_put(&p->w.near, near_key(g->folder, name - 1), 1);
		}
	}
}

static void near_name(struct program *p, const struct flow_unit *fu, u32 file, u32 name)
{
	if (name)
		map_put(&p->w.near, near_key(link_folder(p, ir_text(fu->u, fu->u->file[file].path)), name - 1), 1);
}

static void near_inits(struct program *p, const struct names *n)
{
	for (u32 ui = 0; ui < p->w.unit.nr; ui++) {
		const struct flow_unit *fu = &p->w.unit.at[ui];

		for (u32 i = 0; i < fu->u->nr_init; i++) {
			const struct ir_init *in = &fu->u->init[i];

			near_name(p, fu, in->loc.file, in->field == IR_NONE ? 0 : n->of_field[fu->field[in->field]]);
		}
		for (u32 i = 0; i < fu->u->nr_num; i++) {
			const struct ir_num *num = &fu->u->num[i];
			u32 file = fu->u->sym[num->var].file;

			if (file != IR_NONE && num->field != IR_NONE && (num->value || num->flags & IR_NUM_MANY))
				near_name(p, fu, file, n->of_field[fu->field[num->field]]);
		}
	}
}

void link_near(struct program *p)
{
	struct names n = { 0 };

	if (!p->w.rules->near.nr)
		return;
	find_names(p, &n);
	if (n.nr) {
		near_functions(p, &n);
		near_inits(p, &n);
	}
	free(n.of_sym);
	free(n.of_field);
}
