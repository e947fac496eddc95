// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames: the names that the locals, calls and merges of a function have while it runs inside its caller.
 *
 * A call site gives its callee the same names each time, so that a loop settles; no two sites share any.  On entry the
 * parameters are stored as if they had been assigned, and what an earlier round of a loop left under these names is
 * forgotten.  On return the callee's locals go, and with them the facts that nothing refers to any more: the store
 * and the facts of a state are short, and the caller needs them.
 */
#include "path/path_int.h"

#define DEEP_VALUES 0x20000u	/* numbers of unknown values of event 0, which needs fewer */

struct frame_base frame_names(struct prover *p, u32 event, u32 callee)
{
	u64 key = ((u64)(p->f->base.event + event) << 32) ^ callee * 0x9e3779b97f4a7c15ull;
	const struct flow_sym *g = &p->p->w.sym.at[callee];
	const struct ir_func *fn = &p->p->w.unit.at[g->unit].u->func[g->func];
	u32 id = map_get(&p->base_of, key);

	if (id != MAP_NONE)
		return p->base.at[id];
	map_put(&p->base_of, key, p->base.nr);
	vec_push(&p->base, p->next);
	p->next.local += fn->local_nr;
	p->next.event += fn->ev_nr;
	p->next.block += fn->blk_nr + 1;	/* and one where its returns meet */
	return vec_last(&p->base);
}

/* Does it mention what was named at base or later? */
static bool is_inside(const struct fx_tab *t, fx_id id, struct frame_base base)
{
	const struct fx *x = fx_at(t, id);

	if (!id || !x->local)
		return false;
	switch (x->kind) {
	case FX_LOCAL:
		return x->a >= base.local;
	case FX_RESULT:
	case FX_UNKNOWN:
		return x->a >= base.event;
	case FX_JOIN:
		return x->a >= base.block;
	case FX_FIELD:
	case FX_DEREF:
	case FX_ADDR:
	case FX_UN:
		return is_inside(t, x->a, base);
	case FX_INDEX:
	case FX_BIN:
		return is_inside(t, x->a, base) || is_inside(t, x->b, base);
	default:
		return false;
	}
}

void frame_entry(struct prover *p, const struct state *in, const struct call *c, const struct ir_func *callee,
		 struct frame_base base, struct state *out)
{
	struct fx_tab *t = &p->f->fx;
	u32 nr = MIN(callee->nparams, 64u);

	st_copy(out, in);
	for (u32 i = out->nr_store; i; i--)
		if (is_inside(t, out->store_key[i - 1], base) || is_inside(t, out->store_val[i - 1], base))
			st_drop_store(out, i - 1);
	for (u32 i = out->nr_fact; i; i--)
		if (is_inside(t, out->fact_key[i - 1], base))
			st_drop_fact(out, i - 1);
	for (u32 i = 0; i < nr; i++) {
		fx_id v = i < c->nr_arg ? c->arg[i] : 0;

		if (!v || is_inside(t, v, base))
			v = fx_make(t, FX_UNKNOWN, 0, base.event, 0x10000 + i);
		/* a new name, so that what is reached through it can still be named; for one value always the same */
		else if (fx_at(t, v)->depth > FX_MAX_DEPTH / 2)
			v = fx_make(t, FX_UNKNOWN, 0, 0, DEEP_VALUES + v);
		st_store(p->f, out, fx_make(t, FX_LOCAL, 0, base.local + i, 0), v);
	}
}

static bool is_local_of(const struct fx_tab *t, fx_id place, struct frame_base base)
{
	const struct fx *x = fx_at(t, place);

	while (x->kind == FX_FIELD)
		x = fx_at(t, x->a);
	return (x->kind == FX_LOCAL && x->a >= base.local) || (x->kind == FX_RESULT && x->a >= base.event);
}

/* Is the expression, or the operand it is about, the value, or what some place holds? */
static bool is_in_use(const struct fx_tab *t, const struct state *s, fx_id key, fx_id value)
{
	const struct fx *x = fx_at(t, key);
	fx_id of = x->kind == FX_BIN || x->kind == FX_UN ? x->a : key;

	if (value && (key == value || of == value))
		return true;
	for (u32 i = 0; i < s->nr_store; i++)
		if (s->store_val[i] == key || s->store_val[i] == of)
			return true;
	return false;
}

void frame_leave(struct prover *p, struct state *s, struct frame_base base, fx_id value)
{
	const struct fx_tab *t = &p->f->fx;

	for (u32 i = s->nr_store; i; i--)
		if (is_local_of(t, s->store_key[i - 1], base))
			st_drop_store(s, i - 1);
	for (u32 i = s->nr_fact; i; i--)
		if (is_inside(t, s->fact_key[i - 1], base) && !is_in_use(t, s, s->fact_key[i - 1], value))
			st_drop_fact(s, i - 1);
}
