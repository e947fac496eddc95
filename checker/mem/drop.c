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
static u32 in_variables(struct mrun *r, const struct mstate *st, fx_id object, u32 field)
{
	for (u32 i = 0; i < st->s.nr_store; i++) {
		const struct fx *key = fx_at(&r->f->fx, st->s.store_key[i]), *val = fx_at(&r->f->fx, st->s.store_val[i]);
		fx_id place;
		u32 fn;

		if (key->kind != FX_FIELD || key->a != object || val->kind != FX_ADDR)
			continue;
		/* that was filled in here, or a table */
		place = fx_make(&r->f->fx, FX_FIELD, 0, val->a, field);
		fn = place ? function_of(r, st_load(r->f, &st->s, place)) : IR_NONE;
		val = fx_at(&r->f->fx, fx_at(&r->f->fx, st->s.store_val[i])->a);
		if (fn == IR_NONE && val->kind == FX_GLOBAL)
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

/* A record hides the body, but that says which function the last reference runs: kref_put(&urb->kref, urb_destroy). */
static u32 release_in_body(struct mrun *r, const struct mstate *st, const struct mcall *c, const struct rule *k,
			   fx_id *v)
{
	const struct mem_effects *e = c->callee == IR_NONE ? NULL : &r->m->eff[c->callee];

	for (u32 i = 0; e && e->known && k->arg >= 0 && i < e->nr_exit; i++) {
		for (u32 j = 0; j < e->exit[i].nr_op; j++) {
			const struct mem_op *op = &e->exit[i].op[j];
			fx_id put = 0;

			if (op->kind == OP_FREE && op->may && op->release != IR_NONE)
				put = mem_import(r, st, c, op->value);
			if (!put || mem_base(r, put) != mem_base(r, c->arg[k->arg]))
				continue;
			*v = put;
			return op->release;
		}
	}
	return IR_NONE;
}

/* Does it release what its argument is, or is in?  OP_TAKE: or keeps it, for a grace period, say? */
static bool does(const struct mrun *r, const struct mem_effects *e, enum mem_op_kind kind)
{
	for (u32 i = 0; i < e->nr_exit; i++) {
		for (u32 k = 0; k < e->exit[i].nr_op; k++) {
			const struct mem_op *op = &e->exit[i].op[k];
			const struct fx *x = fx_at(&r->w->fx, op->what);

			while (x->kind == FX_BIN || x->kind == FX_ADDR)
				x = fx_at(&r->w->fx, x->a);
			if (op->kind == kind && x->kind == FX_PARAM && !x->a)
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

static u32 nr_freed(const struct mstate *st)
{
	u32 n = 0;

	for (u32 i = 0; i < st->nr_obj; i++)
		n += (st->obj[i].flags & OBJ_FREED) != 0;
	return n;
}

/* Its way that releases least, of those that are possible here: of what only others release nothing is claimed. */
static const struct mem_exit *least_exit(struct mrun *r, const struct mstate *st, const struct mcall *release,
					 const struct mem_effects *e)
{
	u32 nr_hit = r->m->hit.nr, nr_seen = r->seen.nr, least = UINT32_MAX;
	u64 hits = r->stats->nr_hits;
	const struct mem_exit *found = NULL;
	struct mstate out[MEM_FORKS];

	for (u32 i = 0; i < e->nr_exit; i++) {
		struct mem_effects one = *e;

		one.exit = &e->exit[i];
		one.nr_exit = 1;
		if (mem_apply(r, st, release, &one, out) && nr_freed(&out[0]) < least) {
			least = nr_freed(&out[0]);
			found = one.exit;
		}
		/* a trial */
		r->m->hit.nr = nr_hit;
		r->seen.nr = nr_seen;
		r->stats->nr_hits = hits;
	}
	return found;
}

/* put: what the release function is given. */
static bool drop(struct mrun *r, struct mstate *st, const struct mcall *c, u32 fn, fx_id put, fx_id v, u64 by)
{
	const struct mem_effects *e = &r->m->eff[fn];
	struct mcall release = { .e = c->e, .event = c->event, .callee = fn, .nr_arg = 1, .arg = { put } };
	struct mstate out[MEM_FORKS];
	struct obj *o = obj_of(r, st, v);

	if (!e->known)
		return false;
	/* somebody else sees to it */
	if (!does(r, e, OP_FREE)) {
		if (does(r, e, OP_TAKE))
			mem_take_value(r, st, c, v, true);
		return true;
	}
	if (mem_is_only_one(o)) {
		const struct mem_exit *exit = least_exit(r, st, &release, e);
		struct mem_effects one = *e;

		one.exit = (struct mem_exit *)exit;
		one.nr_exit = 1;
		if (exit && mem_apply(r, st, &release, &one, out))
			mstate_copy(st, &out[0]);
		return true;
	}
	mstate_copy(&out[0], st);
	mem_free_unchecked(r, st, c, v, by, 0, true);
	mem_check_lost(r, st, c->event, &out[0], fn, true);
	o = obj_of(r, st, v);
	if (o && o->flags & OBJ_SOME)
		o->dropped = DROP_LAST;
	return true;
}

bool mem_drop_reference(struct mrun *r, struct mstate *st, const struct mcall *c, const struct rule *k, fx_id v, u64 by)
{
	u32 fn = release_function(r, st, c, k, v);
	fx_id put = v;
	bool done;

	if (fn == IR_NONE && k->fn < 0 && !k->near_nr)
		fn = release_in_body(r, st, c, k, &put);
	done = fn != IR_NONE && drop(r, st, c, fn, put, v, by);

	if (!done)
		mem_free_value(r, st, c, v, by, (u16)((k->rcu ? OBJ_RCU : 0) | (k->errptr ? OBJ_ERRPTR : 0)), true);
	remember(r, st, put, k, fn);
	return done;
}

bool mem_drop_below(struct mrun *r, struct mstate *st, const struct mcall *c, const struct mem_op *op, fx_id v)
{
	u32 fn = op->release != IR_NONE ? op->release : op->drop ? release_function(r, st, c, op->drop, v) : IR_NONE;

	/* why: whether it drops it on every path, and how many there are, its effect says better */
	if (fn == IR_NONE || (!mem_is_only_one(obj_of(r, st, v)) && r->m->eff[fn].known && does(r, &r->m->eff[fn], OP_FREE)))
		return false;
	return drop(r, st, c, fn, v, v, op->by);
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
