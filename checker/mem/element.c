// SPDX-License-Identifier: GPL-2.0-only
/*
 * Elements of arrays whose number varies: what a loop releases has no name that holds for long, but "all of a[].p" has.
 *
 * Such a name is an FX_INDEX without an index.  It stands for whatever elements there are, so it never says that one of
 * them was released, only that it may have been: what a place of that form holds is out of sight from there on.
 * Cost: linear in the size of the names; the store of a state for each release.
 */
#include "mem/mem_int.h"

bool mem_is_any_element(const struct mrun *r, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);

	switch (x->kind) {
	case FX_INDEX:
		return !x->b || mem_is_any_element(r, x->a);
	case FX_FIELD: case FX_DEREF: case FX_ADDR:
		return mem_is_any_element(r, x->a);
	default:
		return false;
	}
}

/*
 * Is an element of that array written with an index that varies, somewhere in the function?  why: the first round of
 * `for (i = 0; ...) kfree(p[i])` releases p[0], which is one of all rather than that one.
 */
static bool is_walked(struct mrun *r, struct mstate *st, fx_id array)
{
	const struct ir_val *val = ir_vals(r->f->u, r->f->fn);

	for (u32 i = 0; i < r->f->fn->val_nr; i++)
		if (val[i].kind == V_INDEX && val[val[i].b].kind != V_CONST && ev_value(r->f, &st->s, val[i].a) == array)
			return true;
	return false;
}

/* Does an index of that kind name the same element for the whole call? */
static bool is_one(u8 kind)
{
	return kind == FX_CONST || kind == FX_PARAM;
}

/* The name with every index that varies left out, 0 when there is none. */
static fx_id without_index(struct mrun *r, struct mstate *st, fx_id v)
{
	const struct fx x = *fx_at(&r->f->fx, v);
	fx_id a;

	switch (x.kind) {
	case FX_INDEX:
		a = without_index(r, st, x.a);
		if (x.b && is_one(fx_at(&r->f->fx, x.b)->kind) && !is_walked(r, st, x.a))
			return a ? fx_make(&r->f->fx, FX_INDEX, 0, a, x.b) : 0;
		return fx_make(&r->f->fx, FX_INDEX, 0, a ? a : x.a, 0);
	case FX_FIELD:
		a = without_index(r, st, x.a);
		return a ? fx_make(&r->f->fx, FX_FIELD, 0, a, x.b) : 0;
	case FX_DEREF: case FX_ADDR:
		a = without_index(r, st, x.a);
		return a ? fx_make(&r->f->fx, (enum fx_kind)x.kind, 0, a, 0) : 0;
	default:
		return 0;
	}
}

/* Is an element of an array by the name of that member written with an index that varies?  No variable is asked. */
static bool is_walked_member(const struct mrun *r, fx_id array)
{
	const struct ir_val *val = ir_vals(r->f->u, r->f->fn);
	const struct fx *x = fx_at(&r->f->fx, array);

	x = x->kind == FX_ADDR ? fx_at(&r->f->fx, x->a) : x;
	for (u32 i = 0; x->kind == FX_FIELD && i < r->f->fn->val_nr; i++) {
		const struct ir_val *v = &val[val[i].a];

		if (val[i].kind != V_INDEX || val[val[i].b].kind == V_CONST)
			continue;
		v = v->kind == V_ADDR ? &val[v->a] : v;
		if (v->kind == V_FIELD && r->f->unit->field[v->b] == x->b)
			return true;
	}
	return false;
}

bool mem_is_element(const struct mrun *r, fx_id place)
{
	const struct fx *x = fx_at(&r->f->fx, place);

	switch (x->kind) {
	case FX_INDEX:
		return !x->b || fx_at(&r->f->fx, x->b)->kind != FX_CONST || is_walked_member(r, x->a) ||
			mem_is_element(r, x->a);
	case FX_BIN:
		return fx_at(&r->f->fx, x->b)->kind != FX_CONST || mem_is_element(r, x->a);
	case FX_FIELD: case FX_DEREF: case FX_ADDR:
		return mem_is_element(r, x->a);
	default:
		return false;
	}
}

static bool is_such(const struct mrun *r, fx_id any, fx_id place)
{
	const struct fx *x = fx_at(&r->f->fx, any), *p = fx_at(&r->f->fx, place);

	if (any == place)
		return true;
	/* *p is p[0] */
	if (x->kind == FX_INDEX && !x->b && (p->kind == FX_INDEX || p->kind == FX_DEREF))
		return is_such(r, x->a, p->a);
	if (x->kind != p->kind)
		return false;
	switch (x->kind) {
	case FX_FIELD: case FX_INDEX:
		return x->b == p->b && is_such(r, x->a, p->a);
	case FX_DEREF: case FX_ADDR:
		return is_such(r, x->a, p->a);
	default:
		return false;
	}
}

void mem_free_elements(struct mrun *r, struct mstate *st, fx_id any, u32 event)
{
	struct obj *o;

	for (u32 i = 0; i < st->s.nr_store; i++)
		if (is_such(r, any, st->s.store_key[i]))
			mem_escape(r, st, st->s.store_val[i]);
	if (fx_at(&r->f->fx, any)->local || obj_find(st, any))
		return;
	o = obj_add(r, st, any);
	o->flags = OBJ_ENTRY | OBJ_MAYFREED;
	o->freed = event;
}

bool mem_free_element(struct mrun *r, struct mstate *st, fx_id v, u32 event)
{
	fx_id any = without_index(r, st, v);
	const struct obj *o = any ? obj_of(r, st, v) : NULL;

	if (!any)
		return false;
	mem_free_elements(r, st, any, event);
	/* the caller's, which has no other name */
	return !o && !fx_at(&r->f->fx, v)->local;
}
