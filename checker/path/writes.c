// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does a function write to what its parameter points to?  Most that are given the address of a record on the stack
 * only read it, and a replay that forgets the record at each of them knows little where it matters.
 *
 * Input: the IR of the function, and of those that it hands the pointer on to.  Output: an answer, remembered.
 * Invariant: "no" is sure, as far as the IR says all; a pointer that is stored, returned, or given to somebody whose body
 * is not there counts as written through.  Cost: a few looks at each event of a function, once.
 */
#include "path/path_int.h"

#define MAX_DEPTH 4u
#define MAX_LOCALS 256u

struct look {
	struct prover *p;
	const struct flow_unit *fu;
	const struct ir_func *fn;
	const struct ir_val *val;
	bool alias[MAX_LOCALS];		/* locals that point into the record */
};

static bool is_array(const struct look *l, u32 type)
{
	return type < l->fu->u->nr_type && l->fu->u->type[type].kind == T_ARRAY;
}

static bool points_into(const struct look *l, ir_val_id v);

/* Is the place a part of the record? */
static bool part_of(const struct look *l, ir_val_id v)
{
	const struct ir_val *x = &l->val[v];

	if (x->kind == V_FIELD)
		return part_of(l, x->a);
	return (x->kind == V_DEREF || x->kind == V_INDEX) && points_into(l, x->a);
}

static bool points_into(const struct look *l, ir_val_id v)
{
	const struct ir_val *x = &l->val[v];

	switch (x->kind) {
	case V_LOCAL:
		return x->a < MAX_LOCALS && l->alias[x->a];
	case V_ADDR:
		return part_of(l, x->a);
	case V_FIELD:
		return is_array(l, l->fu->u->field[x->b].type) && part_of(l, v);
	case V_BIN:
		return points_into(l, x->a) || points_into(l, x->b);
	case V_UN:
		return points_into(l, x->a);
	default:
		return false;
	}
}

/* Locals that the pointer is copied to.  True when it is stored elsewhere. */
static bool find_aliases(struct look *l)
{
	const struct ir_event *ev = ir_events(l->fu->u, l->fn);

	for (bool more = true; more;) {
		more = false;
		for (u32 i = 0; i < l->fn->ev_nr; i++) {
			const struct ir_val *to = &l->val[ev[i].a];

			if (ev[i].kind != EV_SET || !points_into(l, ev[i].b))
				continue;
			if (to->kind != V_LOCAL)
				return true;
			more |= !l->alias[to->a];
			l->alias[to->a] = true;
		}
	}
	return false;
}

static bool writes(struct prover *p, u32 sym, u32 param, u32 depth);

static bool event_writes(const struct look *l, const struct ir_event *e, u32 depth)
{
	const ir_val_id *arg = ir_args(l->fu->u, l->fn, e);
	const struct ir_val *callee = &l->val[e->a];

	if (e->kind == EV_SET)
		return l->val[e->a].kind != V_LOCAL && part_of(l, e->a);
	if (e->kind != EV_CALL && e->kind != EV_ASM)
		return false;
	for (u32 i = 0; i < e->nargs; i++) {
		bool given = points_into(l, arg[i]) || (e->kind == EV_ASM && part_of(l, arg[i]));

		if (given && (e->kind == EV_ASM || callee->kind != V_FUNC || writes(l->p, l->fu->sym[callee->a], i, depth + 1)))
			return true;
	}
	return false;
}

static bool body_writes(struct prover *p, u32 sym, u32 param, u32 depth)
{
	const struct flow_sym *g = &p->p->w.sym.at[sym];
	struct look l = { .p = p };

	if (g->func == IR_NONE || flow_is_modelled(&p->p->w, sym) || depth > MAX_DEPTH)
		return true;
	l.fu = &p->p->w.unit.at[g->unit];
	l.fn = &l.fu->u->func[g->func];
	l.val = ir_vals(l.fu->u, l.fn);
	if (param >= l.fn->nparams || l.fn->local_nr > MAX_LOCALS)
		return true;
	l.alias[param] = true;
	if (find_aliases(&l))
		return true;
	for (u32 i = 0; i < l.fn->ev_nr; i++)
		if (event_writes(&l, &ir_events(l.fu->u, l.fn)[i], depth))
			return true;
	for (u32 b = 0; b < l.fn->blk_nr; b++) {
		const struct ir_block *blk = &ir_blocks(l.fu->u, l.fn)[b];

		if (blk->term == TERM_RETURN && blk->cond && points_into(&l, blk->cond))
			return true;
	}
	return false;
}

static bool writes(struct prover *p, u32 sym, u32 param, u32 depth)
{
	u64 key = (u64)sym << 8 | (param & 0xff);
	u32 known = map_get(&p->written, key);

	if (known != MAP_NONE)
		return known;
	/* while it is looked at: who calls itself writes */
	map_put(&p->written, key, true);
	if (param < 0xff && !body_writes(p, sym, param, depth)) {
		map_put(&p->written, key, false);
		return false;
	}
	return true;
}

bool callee_keeps(struct prover *p, u32 callee, u32 arg)
{
	return !writes(p, callee, arg, 0);
}
