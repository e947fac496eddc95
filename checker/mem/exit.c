// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stores and returns: where the last pointer to memory goes away.
 *
 * An object is lost when nothing that outlives the function holds it: not the result, not an object of the caller's,
 * not an object that was handed over.  What was stored where others see it stays theirs; only when another failing
 * return of the same function releases it after such a store, leaving it there is taken for a mistake.
 */
#include "mem/mem_int.h"

static u8 confidence_of(const struct mstate *st, const struct obj *o)
{
	if (st->lost || st->s.loose)
		return 0;
	return o->flags & OBJ_VIA_CALLEE ? 1 : 2;
}

static u32 field_of(const struct mrun *r, fx_id place)
{
	const struct fx *x = fx_at(&r->f->fx, place);

	return x->kind == FX_FIELD ? x->b : IR_NONE;
}

static void publish(struct mrun *r, struct mstate *st, u32 event, fx_id place, fx_id value)
{
	struct obj *o = obj_of(r, st, value);
	struct mem_alloc *al;
	struct aval a;

	if (!o)
		return;
	o->flags |= OBJ_PUBLISHED;
	a = ev_aval(r->f, &st->s, o->val);
	if (!(o->flags & OBJ_NULLABLE) || o->event == IR_NONE || a.nonzero)
		return;
	al = mem_alloc_of(r, o->event);
	if (al->stored == IR_NONE) {
		al->stored = event;
		al->stored_field = field_of(r, place);
	}
}

/* An element whose number is not known, or a place without a name: nobody can say later what it holds. */
static bool is_vague(const struct mrun *r, fx_id place)
{
	const struct fx *x = fx_at(&r->f->fx, place);

	for (;;) {
		if (x->kind == FX_INDEX)
			return !x->b || fx_at(&r->f->fx, x->b)->kind != FX_CONST;
		if (x->kind != FX_FIELD)
			return !place;
		x = fx_at(&r->f->fx, x->a);
	}
}

static void lost(struct mrun *r, struct mstate *st, struct obj *o, u32 event, enum mem_how how)
{
	mem_hit(r, st, o, (struct mem_hit){ .check = MEM_LEAK, .how = (u8)how, .event = event, .alloc = o->event,
		.freed = IR_NONE, .confidence = confidence_of(st, o) });
}

void mem_set(struct mrun *r, struct mstate *st, u32 event, fx_id place, fx_id value)
{
	const struct fx *p = fx_at(&r->f->fx, place);
	bool local = p->kind == FX_LOCAL;
	fx_id old = place ? st_load(r->f, &st->s, place) : 0;
	struct obj *o;
	s64 c;

	if (!place) {
		mem_escape(r, st, value);
		return;
	}
	if (!old && !local)
		old = place;
	if (value && (is_vague(r, place) || (obj_of(r, st, value) && !obj_find(st, value)))) {
		/* linked into a list by a member, or an element of an array */
		if (mem_place_root(r, st, place, 0, 0) != ROOT_LOCAL || !obj_find(st, value))
			mem_take_value(r, st, NULL, value, true);
		else
			mem_escape(r, st, value);
	}
	if (mem_place_root(r, st, place, 0, 0) == ROOT_OUTSIDE)
		publish(r, st, event, place, value);
	if (st->s.nr_store == ST_MAX_STORE)
		st->lost = true;
	if (local)
		st_kill_local(r->f, &st->s, p->a, 0);
	st_store(r->f, &st->s, place, value);
	if (!old || old == value || !(o = obj_of(r, st, old)) || !(o->flags & OBJ_OWNED) || mem_mentions(r, value, o->val))
		return;
	if (mem_holder(r, st, o->val, 0, 0) == ROOT_NONE && !mem_is_failure(r, st, o)) {
		/* "it is not mine any more", says who sets a variable to NULL */
		if (!fx_is_const(&r->f->fx, value, &c) && !st->lost)
			lost(r, st, o, event, HOW_OVERWRITTEN);
		o->flags &= (u16)~OBJ_OWNED;
	}
}

/* After a release: what only the released memory held. */
void mem_check_lost(struct mrun *r, struct mstate *st, u32 event, enum mem_how how, const struct mstate *before)
{
	for (u32 i = 0; i < st->nr_obj; i++) {
		struct obj *o = &st->obj[i], *was = obj_find((struct mstate *)before, o->val);

		if (!was || !(was->flags & OBJ_OWNED) || !(o->flags & OBJ_OWNED) || (o->flags & OBJ_MANAGED))
			continue;
		if (mem_holder(r, st, o->val, 0, 0) != ROOT_DEAD ||
		    mem_holder(r, (struct mstate *)before, o->val, 0, 0) == ROOT_DEAD)
			continue;
		if (!mem_is_failure(r, st, o))
			lost(r, st, o, event, how);
		o->flags &= (u16)~OBJ_OWNED;
	}
}

static bool is_failing(struct mrun *r, struct mstate *st, fx_id ret)
{
	struct obj o = { .val = ret };
	struct aval a;

	if (!ret)
		return false;
	a = ev_aval(r->f, &st->s, ret);
	if (r->returns_pointer)
		return mem_is_failure(r, st, &o);
	return r->returns_int && (a.hi < 0 || (a.nonzero && a.lo <= 0));
}

void mem_return(struct mrun *r, struct mstate *st, fx_id ret)
{
	fx_id base = ret ? mem_base(r, ret) : 0;
	bool failing = is_failing(r, st, ret);
	struct obj *o = ret ? obj_of(r, st, ret) : NULL;

	if (o && (o->flags & OBJ_FREED) && r->returns_pointer && !(o->flags & OBJ_VIA_CALLEE))
		mem_hit(r, st, o, (struct mem_hit){ .check = MEM_USE_AFTER_FREE, .how = HOW_RETURNED, .event = IR_NONE,
			.alloc = IR_NONE, .freed = IR_NONE, .confidence = 1 });
	for (u32 i = 0; i < st->nr_obj; i++) {
		enum mem_root root;

		o = &st->obj[i];
		if ((o->flags & OBJ_FREED) && (o->flags & OBJ_PUBLISHED) && failing && o->event != IR_NONE)
			mem_alloc_of(r, o->event)->freed_published = true;
		if (!(o->flags & OBJ_OWNED) || (o->flags & OBJ_MANAGED) || mem_is_failure(r, st, o))
			continue;
		if (base && (base == o->val || mem_mentions(r, ret, o->val)))
			continue;
		root = mem_holder(r, st, o->val, base, 0);
		if (root == ROOT_OUTSIDE) {
			struct mem_hit h = { .check = MEM_LEAK, .how = HOW_SIBLING, .fn = r->sym, .event = IR_NONE,
				.block = r->block, .alloc = o->event, .freed = IR_NONE,
				.confidence = MIN(confidence_of(st, o), 1) };

			if (!failing || !(o->flags & OBJ_PUBLISHED) || o->event == IR_NONE)
				continue;
			for (u32 k = MIN(o->trail, st->nr_trail); k < st->nr_trail; k++)
				h.trail[h.nr_trail++] = st->trail[k];
			vec_push(&r->fail, (struct mem_fail){ h });
			continue;
		}
		if (!st->lost)
			lost(r, st, o, IR_NONE, HOW_RETURN);
	}
	mem_add_exit(r, st, ret);
}

void mem_function_end(struct mrun *r)
{
	for (u32 i = 0; i < r->fail.nr; i++) {
		const struct mem_hit *h = &r->fail.at[i].hit;
		const struct mem_alloc *al = mem_alloc_of(r, h->alloc);

		if (al->freed_published) {
			vec_push(&r->m->hit, *h);
			r->stats->nr_hits++;
		}
	}
	for (u32 i = 0; i < r->alloc.nr; i++) {
		const struct mem_alloc *al = &r->alloc.at[i];

		if (al->hit || al->tested || al->stored == IR_NONE)
			continue;
		vec_push(&r->m->hit, (struct mem_hit){ .check = MEM_UNCHECKED,
			.how = al->wrong_test ? HOW_WRONG_TEST : HOW_STORED, .confidence = 1, .fn = r->sym,
			.event = al->stored, .alloc = al->event, .freed = IR_NONE, .have = al->stored_field });
		r->stats->nr_hits++;
	}
}
