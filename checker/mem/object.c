// SPDX-License-Identifier: GPL-2.0-only
/*
 * Objects of a state: which pointer belongs to which, who holds one, what a test tells of it.
 *
 * An object is named by its pointer value.  A value that points into it (&p->list), or from a member back to it
 * (container_of), belongs to it, too: mem_base().  Cost: linear in the objects and the store of a state.
 */
#include "mem/mem_int.h"

fx_id mem_base(struct mrun *r, fx_id v)
{
	const struct fx_tab *t = &r->f->fx;

	for (;;) {
		const struct fx *x = fx_at(t, v), *at;

		if (x->kind == FX_BIN && (x->op == OP_ADD || x->op == OP_SUB)) {
			v = x->a;
			continue;
		}
		if (x->kind != FX_ADDR)
			return v;
		at = fx_at(t, x->a);
		while (at->kind == FX_FIELD)
			at = fx_at(t, at->a);
		if (at->kind != FX_DEREF && at->kind != FX_INDEX)
			return v;
		v = at->a;
	}
}

bool mem_mentions(const struct mrun *r, fx_id id, fx_id what)
{
	const struct fx *x = fx_at(&r->f->fx, id);

	if (id == what)
		return true;
	switch (x->kind) {
	case FX_FIELD: case FX_DEREF: case FX_ADDR: case FX_UN:
		return mem_mentions(r, x->a, what);
	case FX_INDEX: case FX_BIN:
		return mem_mentions(r, x->a, what) || (x->b && mem_mentions(r, x->b, what));
	default:
		return false;
	}
}

struct obj *obj_find(struct mstate *st, fx_id val)
{
	for (u32 i = 0; i < st->nr_obj; i++)
		if (st->obj[i].val == val)
			return &st->obj[i];
	return NULL;
}

struct obj *obj_of(struct mrun *r, struct mstate *st, fx_id v)
{
	struct obj *o = v ? obj_find(st, v) : NULL;

	return o || !v ? o : obj_find(st, mem_base(r, v));
}

void obj_del(struct mstate *st, u32 i)
{
	memmove(&st->obj[i], &st->obj[i + 1], (st->nr_obj - i - 1u) * sizeof(st->obj[0]));
	st->nr_obj--;
}

struct obj *obj_add(struct mrun *r, struct mstate *st, fx_id val)
{
	struct obj *o = obj_find(st, val);
	u32 i;

	if (!o) {
		if (st->nr_obj == MEM_MAX_OBJ) {
			/* what is merely remembered as handed over goes first */
			for (i = 0; i + 1 < st->nr_obj; i++)
				if (!(st->obj[i].flags & (OBJ_OWNED | OBJ_FREED)))
					break;
			obj_del(st, i);
			r->stats->nr_objects_dropped++;
		}
		for (i = st->nr_obj; i && st->obj[i - 1].val > val; i--)
			st->obj[i] = st->obj[i - 1];
		st->nr_obj++;
		o = &st->obj[i];
	}
	*o = (struct obj){ .val = val, .event = IR_NONE, .freed = IR_NONE, .trail = st->nr_trail };
	return o;
}

static enum mem_root pointer_root(struct mrun *r, struct mstate *st, fx_id ptr, fx_id survivor, u32 depth)
{
	fx_id base = mem_base(r, ptr);
	const struct fx *x = fx_at(&r->f->fx, base);
	const struct obj *o;

	if (base == survivor)
		return ROOT_OUTSIDE;
	if (x->kind == FX_ADDR)
		return mem_place_root(r, st, x->a, survivor, depth);
	o = obj_find(st, base);
	if (o && (o->flags & OBJ_FREED))
		return ROOT_DEAD;
	if (o && (o->flags & OBJ_OWNED) && !(o->flags & OBJ_TAKEN))
		return depth < 4 ? mem_holder(r, st, base, survivor, depth + 1) : ROOT_OUTSIDE;
	return ROOT_OUTSIDE;
}

enum mem_root mem_place_root(struct mrun *r, struct mstate *st, fx_id place, fx_id survivor, u32 depth)
{
	const struct fx *x = fx_at(&r->f->fx, place);

	while (x->kind == FX_FIELD)
		x = fx_at(&r->f->fx, x->a);
	if (x->kind == FX_LOCAL)
		return ROOT_LOCAL;
	if (x->kind == FX_DEREF || x->kind == FX_INDEX)
		return pointer_root(r, st, x->a, survivor, depth);
	return ROOT_OUTSIDE;
}

enum mem_root mem_holder(struct mrun *r, struct mstate *st, fx_id val, fx_id survivor, u32 depth)
{
	const struct fx *x = fx_at(&r->f->fx, val);
	enum mem_root best = ROOT_NONE;

	if (val == survivor)
		return ROOT_OUTSIDE;
	/* loaded from a place that nothing was stored to since */
	if (fx_is_place((enum fx_kind)x->kind) && !st_load(r->f, &st->s, val))
		best = mem_place_root(r, st, val, survivor, depth);
	for (u32 i = 0; i < st->s.nr_store && best != ROOT_OUTSIDE; i++) {
		enum mem_root k;

		/* what stands for the result of a call is no place */
		if (!fx_is_place((enum fx_kind)fx_at(&r->f->fx, st->s.store_key[i])->kind) ||
		    !mem_mentions(r, st->s.store_val[i], val))
			continue;
		if (st->s.store_val[i] != val && mem_base(r, st->s.store_val[i]) != val)
			continue;
		k = mem_place_root(r, st, st->s.store_key[i], survivor, depth);
		if (k == ROOT_LOCAL || best == ROOT_NONE || k == ROOT_OUTSIDE)
			best = k;
	}
	return best;
}

/* Out of our sight, but not necessarily taken over. */
static void give_up(struct obj *o)
{
	if (o->flags & OBJ_OWNED)
		o->flags = (u16)((o->flags & ~OBJ_OWNED) | OBJ_PUBLISHED);
}

void mem_escape(struct mrun *r, struct mstate *st, fx_id v)
{
	for (u32 i = 0; i < st->nr_obj; i++)
		if (mem_mentions(r, v, st->obj[i].val))
			give_up(&st->obj[i]);
}

void mem_escape_local(struct mrun *r, struct mstate *st, u32 l)
{
	fx_id local = fx_make(&r->f->fx, FX_LOCAL, 0, l, 0);

	for (u32 i = 0; i < st->s.nr_store; i++)
		if (mem_mentions(r, st->s.store_key[i], local))
			mem_escape(r, st, st->s.store_val[i]);
}

struct mem_alloc *mem_alloc_of(struct mrun *r, u32 event)
{
	for (u32 i = 0; i < r->alloc.nr; i++)
		if (r->alloc.at[i].event == event)
			return &r->alloc.at[i];
	vec_push(&r->alloc, (struct mem_alloc){ .event = event, .stored = IR_NONE, .stored_field = IR_NONE });
	return &vec_last(&r->alloc);
}

/* The name of what `event` made, one round of the loop later; the same for anything else. */
static fx_id aged(struct mrun *r, fx_id id, u32 event)
{
	struct fx_tab *t = &r->f->fx;
	const struct fx x = *fx_at(t, id);

	if (!x.has_result || !fx_mentions_event(t, id, event))
		return id;
	switch (x.kind) {
	case FX_RESULT:
		return fx_make(t, FX_UNKNOWN, 0, event, MEM_AGED);
	case FX_UNKNOWN:
		return x.b >= MEM_AGED ? id : fx_make(t, FX_UNKNOWN, 0, event, MEM_AGED + 1 + x.b);
	case FX_FIELD:
		return fx_make(t, FX_FIELD, 0, aged(r, x.a, event), x.b);
	case FX_INDEX:
	case FX_BIN: {
		fx_id a = aged(r, x.a, event), b = x.b ? aged(r, x.b, event) : 0;

		return fx_make(t, (enum fx_kind)x.kind, x.op, a, b);
	}
	case FX_DEREF:
	case FX_ADDR:
	case FX_UN:
		return fx_make(t, (enum fx_kind)x.kind, x.op, aged(r, x.a, event), 0);
	default:
		return id;
	}
}

static bool is_aged(const struct mrun *r, fx_id id, u32 event)
{
	const struct fx *x = fx_at(&r->f->fx, id);

	return x->kind == FX_UNKNOWN && x->a == event && x->b >= MEM_AGED;
}

void mem_age(struct mrun *r, struct mstate *st, u32 event)
{
	struct state *s = &st->s;
	u32 n = 0;

	for (u32 i = st->nr_obj; i; i--)
		if (is_aged(r, st->obj[i - 1].val, event))
			obj_del(st, i - 1);
	for (u32 i = 0; i < st->nr_obj; i++)
		st->obj[i].val = aged(r, st->obj[i].val, event);
	for (u32 i = 1; i < st->nr_obj; i++)
		for (u32 j = i; j && st->obj[j - 1].val > st->obj[j].val; j--) {
			struct obj t = st->obj[j];

			st->obj[j] = st->obj[j - 1];
			st->obj[j - 1] = t;
		}
	/* facts about the older one are about another object now */
	for (u32 i = 0; i < s->nr_fact; i++) {
		fx_id k = s->fact_key[i];

		if (fx_mentions_event(&r->f->fx, k, event)) {
			if (fx_at(&r->f->fx, k)->kind == FX_UNKNOWN)
				continue;
			k = aged(r, k, event);
			if (!k)
				continue;
		}
		s->fact_key[n] = k;
		s->fact[n++] = s->fact[i];
	}
	s->nr_fact = (u8)n;
	n = 0;
	for (u32 i = 0; i < s->nr_store; i++) {
		fx_id k = aged(r, s->store_key[i], event), v = aged(r, s->store_val[i], event);

		if (!k || !v || fx_at(&r->f->fx, s->store_key[i])->kind == FX_RESULT)
			continue;
		s->store_key[n] = k;
		s->store_val[n++] = v;
	}
	s->nr_store = (u8)n;
}

/* (unsigned long)v >= (unsigned long)-4095 */
static bool known_error(struct mrun *r, struct mstate *st, fx_id v)
{
	fx_id is_err = fx_make(&r->f->fx, FX_BIN, OP_LE | FX_UNSIGNED, fx_const(&r->f->fx, -4095), v);
	struct aval a = ev_aval(r->f, &st->s, v), b = ev_aval(r->f, &st->s, is_err);
	s64 c;

	return (a.hi < 0 && a.lo >= -4095) || (is_err && aval_is_const(&b, &c) && c);
}

bool mem_is_failure(struct mrun *r, struct mstate *st, const struct obj *o)
{
	struct aval a = ev_aval(r->f, &st->s, o->val);
	s64 c;

	if (aval_is_const(&a, &c) && !c)
		return true;
	return known_error(r, st, o->val);
}

/* What a branch on `cond` tells of the objects that it is about; either state may be NULL (cannot be). */
void mem_see_branch(struct mrun *r, fx_id cond, struct mstate *yes, struct mstate *no)
{
	struct mstate *side[2] = { yes, no };

	for (u32 k = 0; k < 2; k++) {
		for (u32 i = 0; side[k] && i < side[k]->nr_obj;) {
			struct obj *o = &side[k]->obj[i];
			struct mem_alloc *al;
			bool err;

			if ((o->flags & OBJ_ENTRY) || (o->flags & OBJ_FREED) || !mem_mentions(r, cond, o->val)) {
				i++;
				continue;
			}
			al = o->event != IR_NONE ? mem_alloc_of(r, o->event) : NULL;
			err = known_error(r, side[k], o->val);
			if (mem_is_failure(r, side[k], o)) {
				if (al && err == !!(o->flags & OBJ_ERRPTR))
					al->tested = true;
				else if (al)
					al->wrong_test = true;
				/* an error pointer test of what fails with NULL: this side cannot be */
				obj_del(side[k], i);
				continue;
			}
			if (al && al->tested && (o->flags & OBJ_NULLABLE)) {
				struct aval v = ev_aval(r->f, &side[k]->s, o->val);

				if (v.nonzero || v.lo > 0 || (o->flags & OBJ_ERRPTR))
					o->flags &= (u16)~(OBJ_NULLABLE | OBJ_FAILED);
			}
			i++;
		}
	}
}
