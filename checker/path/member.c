// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a driver stores in the members of other people's structs: it sets tx_block to false, passes SG_MITER_ATOMIC to
 * the function that stores its flags, initialises fast_io.  The core that tests the member sees objects of all drivers,
 * but in a chain that begins in this driver the object is most likely its own.
 *
 * Input: all stores of numbers, initialisers, and calls of functions that store an argument or a number in a member
 * of another one (their effects).  Output: for each folder and member the join of what the folder stores; a value
 * that is not known makes it top.  Invariant: it is likely, not proved: what it refutes is graded, not dropped.
 * Cost: one look at each event and each number, when the first chain asks.
 */
#include "path/path_int.h"

static u64 key_of(u32 folder, u32 field)
{
	return (u64)folder << 32 | field;
}

static void stores(struct prover *p, u32 folder, u32 field, const struct aval *v)
{
	u64 key = key_of(folder, field);
	u32 id = map_get(&p->member_of, key);

	if (id == MAP_NONE) {
		map_put(&p->member_of, key, p->member.nr);
		vec_push(&p->member, *v);
		return;
	}
	p->member.at[id] = aval_join(&p->member.at[id], v);
}

static bool is_number(const struct ir_unit *u, u32 field)
{
	u32 type = u->field[field].type;
	u8 kind = type < u->nr_type ? u->type[type].kind : T_OTHER;

	return kind == T_INT || kind == T_BOOL || kind == T_ENUM;
}

static struct aval value_of(const struct ir_unit *u, const struct ir_func *fn, ir_val_id v)
{
	const struct ir_val *x = &ir_vals(u, fn)[v];

	return x->kind == V_CONST ? aval_const(ir_val_const(x)) : AVAL_TOP;
}

/* The callee leaves a number in a member of what it was given. */
static void stored_by_callee(struct prover *p, u32 folder, const struct flow_unit *fu, const struct ir_func *fn,
			     const struct ir_event *e, u32 callee)
{
	const struct world *w = &p->p->w;
	const struct effects *eff = &w->sym.at[callee].eff;
	const ir_val_id *arg = ir_args(fu->u, fn, e);

	for (u32 i = 0; i < eff->nr_exit; i++) {
		for (u32 k = 0; k < eff->exit[i].nr_set; k++) {
			const struct fx *place = fx_at(&w->fx, eff->exit[i].set[k].place);
			const struct fx *value = fx_at(&w->fx, eff->exit[i].set[k].value);
			struct aval v = AVAL_TOP;
			s64 c;

			if (place->kind != FX_FIELD)
				continue;
			if (fx_is_const(&w->fx, eff->exit[i].set[k].value, &c))
				v = aval_const(c);
			else if (value->kind == FX_PARAM && value->a < e->nargs)
				v = value_of(fu->u, fn, arg[value->a]);
			stores(p, folder, place->b, &v);
		}
	}
}

static void scan_function(struct prover *p, const struct flow_sym *g)
{
	const struct flow_unit *fu = &p->p->w.unit.at[g->unit];
	const struct ir_func *fn = &fu->u->func[g->func];
	const struct ir_event *ev = ir_events(fu->u, fn);

	for (u32 i = 0; i < fn->ev_nr; i++) {
		const struct ir_val *to = &ir_vals(fu->u, fn)[ev[i].a];
		struct aval v;

		if (ev[i].kind == EV_CALL && to->kind == V_FUNC) {
			stored_by_callee(p, g->folder, fu, fn, &ev[i], fu->sym[to->a]);
		} else if (ev[i].kind == EV_SET && to->kind == V_FIELD && is_number(fu->u, to->b)) {
			v = value_of(fu->u, fn, ev[i].b);
			stores(p, g->folder, fu->field[to->b], &v);
		}
	}
}

static void member_scan(struct prover *p)
{
	struct program *pr = p->p;

	for (u32 s = 0; s < pr->w.sym.nr; s++)
		if (pr->w.sym.at[s].func != IR_NONE && !flow_is_modelled(&pr->w, s))
			scan_function(p, &pr->w.sym.at[s]);
	for (u32 ui = 0; ui < pr->w.unit.nr; ui++) {
		const struct flow_unit *fu = &pr->w.unit.at[ui];

		for (u32 i = 0; i < fu->u->nr_num; i++) {
			const struct ir_num *n = &fu->u->num[i];
			u32 file = fu->u->sym[n->var].file;
			struct aval v = n->flags & IR_NUM_MANY ? AVAL_TOP : aval_const(n->value);

			if (file != IR_NONE)
				stores(p, link_folder(pr, ir_text(fu->u, fu->u->file[file].path)), fu->field[n->field], &v);
		}
	}
	p->members_known = true;
}

bool member_value(struct prover *p, u32 field, struct aval *out)
{
	u32 home = p->p->w.sym.at[p->chain->at[0].fn].folder, id;

	/* who tests a member of its own code knows more than these stores */
	if (p->p->w.sym.at[p->f->sym].folder == home)
		return false;
	if (!p->members_known)
		member_scan(p);
	id = map_get(&p->member_of, key_of(home, field));
	if (id == MAP_NONE || aval_is_top(&p->member.at[id]))
		return false;
	*out = p->member.at[id];
	return true;
}
