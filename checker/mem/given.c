// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who else has been shown an object: what a leak's confidence rests on.
 *
 * An object that no call was given can only be released by this function.  One that was given to a callee may have been
 * kept there: surely not by one whose effects are known and whole; perhaps by one that is called through a pointer,
 * that nobody knows, or whose effects are over a bound.  Where a way on which such a callee says "no" releases the
 * object and the way on which it says "yes" does not, it is the callee that keeps it.
 * Cost: arguments x (objects + store) for each call and state.
 */
#include <string.h>

#include "mem/mem_int.h"

/* The variable that v is the address of, or of a part of; IR_NONE: none. */
static u32 local_at(const struct mrun *r, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);

	if (x->kind != FX_ADDR)
		return IR_NONE;
	x = fx_at(&r->f->fx, x->a);
	while (x->kind == FX_FIELD)
		x = fx_at(&r->f->fx, x->a);
	return x->kind == FX_LOCAL ? x->a : IR_NONE;
}

/* Can the callee reach it from argument v: is it that, or a part of it, or does that hold it? */
static bool reaches(struct mrun *r, const struct mstate *st, fx_id v, fx_id base, const struct obj *o)
{
	u32 l = local_at(r, v);
	fx_id root = l == IR_NONE ? base : fx_make(&r->f->fx, FX_LOCAL, 0, l, 0);

	if (o->val == base)
		return true;
	for (u32 i = 0; i < st->s.nr_store; i++)
		if (mem_base(r, st->s.store_val[i]) == o->val && st->s.store_key[i] != root &&
		    mem_mentions(r, st->s.store_key[i], root))
			return true;
	return false;
}

/* What is not known of what the callee does with its argument: STRANGE_* bits. */
static u8 strange_for(const struct mrun *r, const struct mcall *c, u32 arg)
{
	const struct mem_effects *e = c->callee == IR_NONE ? NULL : &r->m->eff[c->callee];
	u8 bits = 0;

	if (!e)
		return STRANGE_POINTER;
	if (!e->known)
		return STRANGE_CALL;
	if (arg < 32 && e->passed & 1u << arg)
		bits |= STRANGE_POINTER;
	for (u32 i = 0; i < e->nr_exit; i++)
		if (e->exit[i].incomplete)
			bits |= STRANGE_LOSSY;
	return bits | (e->writes ? STRANGE_STORES : 0);
}

/* Do its effects say what becomes of that argument itself? */
static bool is_told(const struct mrun *r, const struct mcall *c, u32 arg)
{
	const struct mem_effects *e = c->callee == IR_NONE ? NULL : &r->m->eff[c->callee];

	for (u32 i = 0; e && i < e->nr_exit; i++) {
		for (u32 k = 0; k < e->exit[i].nr_op; k++) {
			const struct mem_op *op = &e->exit[i].op[k];
			const struct fx *x = fx_at(&r->w->fx, op->what);

			if ((op->kind == OP_FREE || op->kind == OP_TAKE) && x->kind == FX_PARAM && x->a == arg)
				return true;
		}
	}
	return false;
}

/* The member that a place, or what was made in place, is. */
static u32 part_of(const struct fx_tab *t, fx_id what)
{
	const struct fx *x = fx_at(t, what);

	while (x->kind == FX_BIN || x->kind == FX_ADDR)
		x = fx_at(t, x->a);
	return x->kind == FX_FIELD ? x->b : IR_NONE;
}

static bool is_part_op(const struct mrun *r, const struct mem_op *op, u32 field)
{
	return op->kind == OP_FREE && part_of(&r->w->fx, op->what) == field;
}

static bool releases_part(const struct mrun *r, const struct mem_effects *e, u32 field)
{
	for (u32 i = 0; field != IR_NONE && i < e->nr_exit; i++)
		for (u32 k = 0; k < e->exit[i].nr_op; k++)
			if (is_part_op(r, &e->exit[i].op[k], field))
				return true;
	return false;
}

bool mem_knows_part(const struct mrun *r, const struct mstate *st, u32 callee, const struct obj *o)
{
	const struct mem_effects *e = callee == IR_NONE ? NULL : &r->m->eff[callee];

	if (!e || !e->known)
		return false;
	if (releases_part(r, e, part_of(&r->f->fx, o->val)))
		return true;
	for (u32 i = 0; i < st->s.nr_store; i++)
		if (st->s.store_val[i] == o->val && releases_part(r, e, part_of(&r->f->fx, st->s.store_key[i])))
			return true;
	return false;
}

static bool has_record(const struct mrun *r, const struct mcall *c)
{
	const struct rule *k = c->callee == IR_NONE ? NULL : r->w->sym.at[c->callee].rule;

	for (; k; k = rules_next(r->w->rules, k))
		if (mem_is_rule(k))
			return true;
	return false;
}

/* It releases such members as hold them, of whatever objects it finds: the elements of a list, or of an array. */
static void note_parts_released(struct mrun *r, struct mstate *st, u32 callee)
{
	/* one that can fail releases them because it has failed, most likely */
	if (callee == IR_NONE || r->m->eff[callee].can_fail)
		return;
	for (u32 i = 0; i < st->nr_obj; i++) {
		struct obj *o = &st->obj[i];

		if ((o->flags & OBJ_OWNED) && o->event != IR_NONE && mem_knows_part(r, st, callee, o))
			o->strange |= STRANGE_ENDED;
	}
}

void mem_note_given(struct mrun *r, struct mstate *st, const struct mcall *c)
{
	if (has_record(r, c))
		return;
	note_parts_released(r, st, c->callee);
	for (u32 i = 0; i < c->nr_arg; i++)
		if (c->arg[i] && !mem_only_looks(r, c, i) && (fx_at(&r->f->fx, c->arg[i])->kind == FX_ADDR ||
		    is_told(r, c, i) || strange_for(r, c, i) & (u8)~STRANGE_STORES))
			mem_note_passed(r, c->arg[i]);
	if (!st->nr_obj)
		return;
	for (u32 i = 0; i < c->nr_arg; i++) {
		fx_id base = c->arg[i] ? mem_base(r, c->arg[i]) : 0;

		bool told = is_told(r, c, i), looks = mem_only_looks(r, c, i);

		if (!base || fx_at(&r->f->fx, base)->kind == FX_CONST)
			continue;
		for (u32 k = 0; k < st->nr_obj; k++) {
			struct obj *o = &st->obj[k];

			if (!(o->flags & OBJ_OWNED) || o->event == IR_NONE || ((told || looks) && o->val == base) ||
			    !reaches(r, st, c->arg[i], base, o))
				continue;
			o->given = c->event;
			o->side = 0;
			o->strange |= strange_for(r, c, i);
			if (o->val != base && mem_knows_part(r, st, c->callee, o))
				o->strange |= STRANGE_PART;
		}
	}
}

/* IS_ERR(result)? */
static bool asks_error(const struct mrun *r, fx_id cond, fx_id result)
{
	const struct fx *x = fx_at(&r->f->fx, cond);

	while (x->kind == FX_UN && x->op == OP_LNOT)
		x = fx_at(&r->f->fx, x->a);
	return x->kind == FX_BIN && x->op == (OP_LE | FX_UNSIGNED) && x->b == result;
}

void mem_note_side(struct mrun *r, struct mstate *st, fx_id cond)
{
	for (u32 i = 0; i < st->nr_obj; i++) {
		struct obj *o = &st->obj[i];
		struct aval a;
		fx_id result;
		s64 c;

		if (o->given == IR_NONE || o->side)
			continue;
		result = fx_make(&r->f->fx, FX_RESULT, 0, o->given, 0);
		if (!mem_mentions(r, cond, result))
			continue;
		a = ev_aval(r->f, &st->s, result);
		if (asks_error(r, cond, result))
			o->side = mem_known_error(r, st, result) ? SIDE_NO : SIDE_YES;
		else
			o->side = (aval_is_const(&a, &c) && !c) || (a.lo >= 0 && !a.nonzero) ? SIDE_YES :
				a.nonzero || a.hi < 0 || a.lo > 0 ? SIDE_NO : 0;
	}
}

void mem_note_told(struct mrun *r, struct mstate *st, const struct mcall *c)
{
	for (u32 i = 0; i < c->nr_arg; i++) {
		struct obj *o = c->arg[i] ? obj_of(r, st, c->arg[i]) : NULL;

		if (!o || (o->flags & (OBJ_OWNED | OBJ_TAKEN)) != OBJ_OWNED || o->event == IR_NONE ||
		    o->event == c->event || !is_told(r, c, i))
			continue;
		o->given = c->event;
		o->side = 0;
		o->strange |= STRANGE_TOLD;
	}
}

bool mem_merge_given(struct obj *a, const struct obj *b)
{
	u8 strange = a->strange | b->strange;
	bool changed = strange != a->strange;

	a->strange = strange;
	if (b->given == IR_NONE)
		return changed;
	if (a->given == IR_NONE) {
		a->given = b->given;
		a->side = b->side;
		return true;
	}
	/* ways on which it said different things: neither */
	if (a->given == b->given && a->side != b->side && a->side) {
		a->side = 0;
		changed = true;
	}
	return changed;
}

void mem_note_released_given(struct mem_alloc *al, const struct obj *o)
{
	u8 side = o->side ? o->side : SIDE_UNASKED;

	if (o->given == IR_NONE)
		return;
	for (u32 i = 0; i < al->nr_given; i++) {
		if (al->given[i] == o->given) {
			al->side[i] |= side;
			return;
		}
	}
	if (al->nr_given == ARRAY_SIZE(al->given))
		return;
	al->given[al->nr_given] = o->given;
	al->side[al->nr_given++] = side;
}

enum kept { KEPT_UNKNOWN, KEPT_NOT, KEPT };

/* Do releases on other ways, after the same call, show whether the callee keeps it on this one? */
static enum kept kept_by_callee(const struct mem_alloc *al, const struct mem_hit *h)
{
	for (u32 i = 0; i < al->nr_given; i++) {
		if (al->given[i] != h->given)
			continue;
		if (al->side[i] & (SIDE_UNASKED | h->side))
			return KEPT_NOT;
		return h->side == SIDE_YES ? KEPT : KEPT_UNKNOWN;
	}
	return KEPT_UNKNOWN;
}

static u64 left_key(u32 fn, u32 event)
{
	return (u64)fn << 32 | event;
}

void mem_note_cleaned(struct mrun *r, const struct obj *o)
{
	if (o->flags & OBJ_LEFT)
		map_put(&r->m->cleaned, left_key(o->left_fn, o->left_event), 1);
}

void mem_grade_left(struct mem *m)
{
	for (u32 i = 0; i < m->hit.nr; i++) {
		struct mem_hit *h = &m->hit.at[i];

		if ((h->how == HOW_SIBLING || h->how == HOW_LEFT) && h->alloc != IR_NONE &&
		    map_get(&m->cleaned, left_key(h->fn, h->alloc)) != MAP_NONE)
			h->confidence = 0;
	}
}

u8 mem_leak_confidence(const struct mrun *r, const struct mem_alloc *al, const struct mem_hit *h)
{
	u8 strange = h->strange & (u8)~(STRANGE_PART | STRANGE_ROUND | STRANGE_ENDED), most = 2;

	/* who releases such members elsewhere does so here, on a way, or in a round, that is not told from others; so may
	   what calls functions that nobody knows, or does more than its effects say */
	if (h->how == HOW_CONTAINER && h->strange & (STRANGE_PART | STRANGE_LOSSY | STRANGE_POINTER))
		return 0;
	if (h->strange & STRANGE_ENDED && (h->how == HOW_SIBLING || h->how == HOW_RETURN))
		return 0;
	/* and no round releases it: it is somewhere else, an element that is counted on, most likely */
	if (h->how == HOW_OVERWRITTEN && h->strange & STRANGE_ROUND && !al->released)
		return 0;
	if (h->how == HOW_OVERWRITTEN && h->given != IR_NONE)
		return MIN(h->confidence, !strange);
	if (h->how != HOW_RETURN)
		return h->confidence;
	/* left behind by a callee, and never in a variable: what it is in, its callers know */
	if (!h->what)
		return 0;
	/* what is more than bytes is known to others from its first moment on: devices, timers, kobjects */
	if (h->given == IR_NONE)
		return MIN(h->confidence, h->failing ? 2 : h->confidence == 2 && h->have & r->m->by_plain);
	if (strange & STRANGE_TOLD)
		return 0;
	switch (kept_by_callee(al, h)) {
	case KEPT:
		most = 0;
		break;
	case KEPT_NOT:
		most = 1 + (h->failing && !(strange & ~STRANGE_STORES));
		break;
	default:
		/* who succeeds, and shows it to others, has left it with them rather than forgotten it */
		if (!h->failing)
			most = !strange && h->confidence == 2 && h->have & r->m->by_plain;
		else if (strange & (STRANGE_POINTER | STRANGE_LOSSY))
			most = h->confidence == 2;
		else if (strange & STRANGE_CALL)
			most = 1;
		else
			most = al->released ? 2 : 1;
		break;
	}
	return MIN(h->confidence, most);
}
