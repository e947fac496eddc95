// SPDX-License-Identifier: GPL-2.0-only
/*
 * A call that drops a reference: the last one runs a release function, and that says what becomes of the memory.
 *
 * Which function that is: an argument of the call (fn=), or what is stored in a member (release=): of the object in this
 * state, of a variable whose address the object was given, or, of an object that is a member itself, in the whole program.
 * The reference of an object that this function made, and handed to nobody, is the last one.
 * Cost: linear in the store, and in the effects of the release function.
 */
#include "mem/mem_int.h"

static u32 function_of(const struct mrun *r, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);

	if (x->kind == FX_ADDR)
		x = fx_at(&r->f->fx, x->a);
	return v && x->kind == FX_FUNC ? x->a : IR_NONE;
}

static u32 only_target(const struct mrun *r, u64 slot)
{
	const struct target_set *set = targets_find(r->w, &slot, 1);
	struct target t[TARGETS_MAX];

	return set && targets_of(r->w, set, r->sym, t) == 1 ? t[0].sym : IR_NONE;
}

/* In a variable whose address stands in a member of the object: its type, its operations. */
static u32 in_variables(const struct mrun *r, const struct mstate *st, fx_id object, u32 field)
{
	for (u32 i = 0; i < st->s.nr_store; i++) {
		const struct fx *key = fx_at(&r->f->fx, st->s.store_key[i]), *val = fx_at(&r->f->fx, st->s.store_val[i]);
		u32 fn;

		if (key->kind != FX_FIELD || key->a != object || val->kind != FX_ADDR)
			continue;
		val = fx_at(&r->f->fx, val->a);
		if (val->kind != FX_GLOBAL)
			continue;
		fn = only_target(r, slot_var_field(val->a, field));
		if (fn != IR_NONE)
			return fn;
	}
	return IR_NONE;
}

static u32 release_function(struct mrun *r, const struct mstate *st, const struct mcall *c, const struct rule *k, fx_id v)
{
	fx_id object = fx_make(&r->f->fx, FX_DEREF, 0, v, 0);
	const struct fx at = *fx_at(&r->f->fx, object);
	u32 fn;

	if (k->fn >= 0)
		return (u32)k->fn < c->nr_arg ? function_of(r, c->arg[k->fn]) : IR_NONE;
	for (u32 i = 0; object && i < k->near_nr; i++) {
		const char *name = strtab_str(&r->w->rules->str, r->w->rules->near.at[k->near_at + i]);
		u32 field = strtab_find(&r->w->field, name);
		fx_id place;

		if (field == MAP_NONE)
			continue;
		place = fx_make(&r->f->fx, FX_FIELD, 0, object, field);
		fn = place ? function_of(r, st_load(r->f, &st->s, place)) : IR_NONE;
		if (fn == IR_NONE)
			fn = in_variables(r, st, object, field);
		if (fn == IR_NONE && at.kind == FX_FIELD)
			fn = only_target(r, slot_part(at.b, field));
		if (fn != IR_NONE)
			return fn;
	}
	return IR_NONE;
}

/* Does it release what its argument is, or is in? */
static bool releases(const struct mrun *r, const struct mem_effects *e)
{
	for (u32 i = 0; i < e->nr_exit; i++) {
		for (u32 k = 0; k < e->exit[i].nr_op; k++) {
			const struct mem_op *op = &e->exit[i].op[k];
			const struct fx *x = fx_at(&r->w->fx, op->what);

			while (x->kind == FX_BIN || x->kind == FX_ADDR)
				x = fx_at(&r->w->fx, x->a);
			if (op->kind == OP_FREE && x->kind == FX_PARAM && !x->a)
				return true;
		}
	}
	return false;
}

bool mem_is_only_one(const struct obj *o)
{
	return o && (o->flags & (OBJ_OWNED | OBJ_TAKEN | OBJ_SHARED)) == OBJ_OWNED;
}

/* The last reference runs fn, or whatever the record says of another state. */
static void remember(struct mrun *r, struct mstate *st, fx_id v, const struct rule *k, u32 fn)
{
	struct obj *o = obj_of(r, st, v);

	if (!o || !(o->flags & OBJ_MAYFREED))
		return;
	o->put = v;
	o->drop = k;
	o->release = fn;
}

static bool drop(struct mrun *r, struct mstate *st, const struct mcall *c, u32 fn, fx_id v, u64 by)
{
	const struct mem_effects *e = &r->m->eff[fn];
	struct mcall release = { .e = c->e, .event = c->event, .callee = fn, .nr_arg = 1, .arg = { v } };
	struct mstate out[MEM_FORKS];
	struct obj *o = obj_of(r, st, v);

	if (!e->known)
		return false;
	/* somebody else sees to it */
	if (!releases(r, e))
		return true;
	if (mem_is_only_one(o)) {
		if (mem_apply(r, st, &release, e, out))
			mstate_copy(st, &out[0]);
		return true;
	}
	mem_free_value(r, st, c, v, by, 0, true);
	o = obj_of(r, st, v);
	if (o && o->flags & OBJ_SOME)
		o->dropped = 2;
	return true;
}

bool mem_drop_reference(struct mrun *r, struct mstate *st, const struct mcall *c, const struct rule *k, fx_id v, u64 by)
{
	u32 fn = release_function(r, st, c, k, v);
	bool done = fn != IR_NONE && drop(r, st, c, fn, v, by);

	if (!done)
		mem_free_value(r, st, c, v, by, (u16)((k->rcu ? OBJ_RCU : 0) | (k->errptr ? OBJ_ERRPTR : 0)), true);
	remember(r, st, v, k, fn);
	return done;
}

bool mem_drop_below(struct mrun *r, struct mstate *st, const struct mcall *c, const struct mem_op *op, fx_id v)
{
	u32 fn = op->release != IR_NONE ? op->release : op->drop ? release_function(r, st, c, op->drop, v) : IR_NONE;

	/* why: whether it drops it on every path, and how many there are, its effect says better */
	if (fn == IR_NONE || (!mem_is_only_one(obj_of(r, st, v)) && r->m->eff[fn].known && releases(r, &r->m->eff[fn])))
		return false;
	return drop(r, st, c, fn, v, op->by);
}

u32 mem_drop_counted(struct mrun *r, const struct mstate *in, const struct mcall *c, fx_id count, struct mstate *out)
{
	const struct obj *o = obj_of(r, (struct mstate *)in, count);
	const struct aval is[2] = { aval_nonzero(), aval_const(0) };
	u32 n = 0;

	/* another one was taken here: it is not the last */
	for (u32 i = o && o->flags & OBJ_SHARED; i < 2; i++) {
		mstate_copy(&out[n], in);
		if (!st_assume_aval(r->f, &out[n].s, mem_result(r, c), &is[i]))
			continue;
		out[n++].counted = mem_base(r, count);
	}
	return n;
}
