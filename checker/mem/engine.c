// SPDX-License-Identifier: GPL-2.0-only
/*
 * The simulation of one function: states through blocks until nothing changes.
 *
 * States with the same objects, in the same condition, are merged; others are kept apart, as are those that differ in
 * the flag variables of the function, or in the sign of what it is going to return.  Over MEM_MAX_STATES, objects in
 * which two states differ are given up.  Blocks are in reverse postorder, the lowest queued one goes first.
 */
#include <stdlib.h>

#include "mem/mem_int.h"

static bool is_gone(const struct obj *o)
{
	return o && o->flags & (OBJ_FREED | OBJ_MAYFREED | OBJ_TAKEN);
}

/*
 * One state has released the caller's pointer, or handed it on; in the other one it is NULL: nothing is left to release
 * in either.  why: a destructor that frees each of n members that are there is one way, not 2^n.
 */
static bool is_nothing(struct mrun *r, struct mstate *st, const struct obj *o)
{
	struct aval a;
	s64 c;

	if (!is_gone(o) || o->flags & OBJ_OWNED || o->event != IR_NONE)
		return false;
	/* no element at all */
	if (mem_is_any_element(r, o->val))
		return true;
	a = ev_aval(r->f, &st->s, o->val);
	return aval_is_const(&a, &c) && !c;
}

static bool same_objects(struct mrun *r, struct mstate *a, struct mstate *b)
{
	u32 i = 0, j = 0;

	while (i < a->nr_obj || j < b->nr_obj) {
		const struct obj *x = i < a->nr_obj ? &a->obj[i] : NULL, *y = j < b->nr_obj ? &b->obj[j] : NULL;

		if (x && y && x->val != y->val)
			*(x->val < y->val ? &y : &x) = NULL;
		i += x != NULL;
		j += y != NULL;
		if (x && y ? (x->flags ^ y->flags) & OBJ_STATE : !is_nothing(r, x ? b : a, x ? x : y))
			return false;
	}
	return true;
}

/* What is_nothing() in `to` is as it is in `from`: released, or handed on, and cleared where it was. */
static bool adopt(struct mrun *r, struct mstate *to, const struct mstate *from)
{
	bool changed = false;

	for (u32 i = 0; i < from->nr_obj; i++) {
		const struct obj *o = &from->obj[i];
		fx_id left;
		s64 c;

		if (obj_find(to, o->val))
			continue;
		left = st_load(r->f, &from->s, o->val);
		if (left && fx_is_const(&r->f->fx, left, &c) && !c && !st_load(r->f, &to->s, o->val))
			st_store(r->f, &to->s, o->val, left);
		*obj_add(r, to, o->val) = *o;
		obj_find(to, o->val)->trail = to->nr_trail;
		changed = true;
	}
	return changed;
}

/* -1, 0, 1 as far as the sign of the local that will be returned is known; 2: not. */
static int ret_class(struct mrun *r, struct mstate *st)
{
	fx_id v;
	struct aval a;
	s64 c;

	if (r->ret_local == IR_NONE)
		return 2;
	v = st_load(r->f, &st->s, fx_make(&r->f->fx, FX_LOCAL, 0, r->ret_local, 0));
	if (!v)
		return 2;
	a = ev_aval(r->f, &st->s, v);
	if (aval_is_const(&a, &c) && !c)
		return 0;
	return a.hi < 0 ? -1 : a.lo > 0 || a.nonzero ? 1 : 2;
}

/* What both agree on stays; what only one has released, or handed on, may be gone; the rest is given up. */
static void blur(struct mrun *r, struct mstate *a, struct mstate *b)
{
	struct obj kept[MEM_MAX_OBJ];
	u32 n = 0, i = 0, j = 0;

	while ((i < a->nr_obj || j < b->nr_obj) && n < MEM_MAX_OBJ) {
		const struct obj *x = i < a->nr_obj ? &a->obj[i] : NULL, *y = j < b->nr_obj ? &b->obj[j] : NULL;

		if (x && y && x->val != y->val)
			*(x->val < y->val ? &y : &x) = NULL;
		i += x != NULL;
		j += y != NULL;
		if (x && y && !((x->flags ^ y->flags) & OBJ_STATE)) {
			kept[n] = *x;
			mem_merge_given(&kept[n++], y);
		} else if (is_gone(x) || is_gone(y)) {
			kept[n] = is_gone(x) ? *x : *y;
			kept[n].flags = (u16)((kept[n].flags & ~OBJ_STATE) | OBJ_MAYFREED |
					      (kept[n].flags & OBJ_PUBLISHED));
			n++;
		}
	}
	memcpy(a->obj, kept, n * sizeof(*kept));
	memcpy(b->obj, kept, n * sizeof(*kept));
	a->nr_obj = b->nr_obj = (u8)n;
	r->stats->nr_blurred++;
}

static bool is_among(const fx_id *ids, u32 nr, fx_id id)
{
	for (u32 i = 0; i < nr; i++)
		if (ids[i] == id)
			return true;
	return false;
}

/* p + 1, p + 2 ...: p */
static fx_id start_of_walk(const struct mrun *r, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);

	while (x->kind == FX_BIN && (x->op == OP_ADD || x->op == OP_SUB)) {
		v = x->a;
		x = fx_at(&r->f->fx, v);
	}
	return v;
}

bool mem_is_entry_value(const struct mrun *r, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);

	return !x->local && (x->kind == FX_PARAM || fx_is_place((enum fx_kind)x->kind));
}

/* What the variable holds; a parameter nobody has stored to holds what was passed. */
static fx_id held_by(struct mrun *r, const struct mstate *st, fx_id local)
{
	fx_id v = st_load(r->f, &st->s, local);
	u32 l = fx_at(&r->f->fx, local)->a;

	return v || l >= r->f->fn->nparams ? v : fx_make(&r->f->fx, FX_PARAM, 0, l, 0);
}

/* p, or p moved on by steps that are known: an element that is looked up, tab + n, and what contains p, p - 8, are none. */
static bool is_stepped(const struct mrun *r, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);

	for (; x->kind == FX_BIN && x->op == OP_ADD; x = fx_at(&r->f->fx, x->a))
		if (fx_at(&r->f->fx, x->b)->kind != FX_CONST && fx_at(&r->f->fx, x->b)->kind != FX_JOIN)
			return false;
	return x->kind != FX_BIN;
}

/* A variable that walks through an object, or through what the caller has: it is still in that, at a place that varies. */
static bool join_walk(struct mrun *r, struct mstate *a, struct mstate *b, fx_id local, u32 at)
{
	fx_id va = held_by(r, a, local), vb = held_by(r, b, local), base = start_of_walk(r, va), walk;

	if (!va || !vb || va == vb || base != start_of_walk(r, vb))
		return false;
	if (!obj_find(a, base) && !(mem_is_entry_value(r, base) && is_stepped(r, va) && is_stepped(r, vb) &&
				    mem_is_pointer_local(r, fx_at(&r->f->fx, local)->a)))
		return false;
	walk = fx_make(&r->f->fx, FX_BIN, OP_ADD, base, fx_make(&r->f->fx, FX_JOIN, 0, at, local));
	if (!walk)
		return false;
	st_store(r->f, &a->s, local, walk);
	st_store(r->f, &b->s, local, walk);
	return va != walk;
}

static bool join_walks(struct mrun *r, struct mstate *a, struct mstate *b, u32 at)
{
	struct mstate *of[] = { a, b };
	fx_id local[2 * ST_MAX_STORE];
	bool changed = false;
	u32 nr = 0;

	for (u32 k = 0; k < 2; k++)
		for (u32 i = 0; i < of[k]->s.nr_store; i++)
			if (fx_at(&r->f->fx, of[k]->s.store_key[i])->kind == FX_LOCAL)
				local[nr++] = of[k]->s.store_key[i];
	for (u32 i = 0; i < nr; i++)
		changed |= join_walk(r, a, b, local[i], at);
	return changed;
}

/* a := a join b; what a variable held in one of them only has no name any more, so it is given up. */
static bool merge(struct mrun *r, struct mstate *a, const struct mstate *b, u32 at)
{
	fx_id held[MEM_MAX_OBJ];
	u32 nr_held = 0;
	bool changed;

	for (u32 i = 0; i < a->nr_obj; i++)
		if ((a->obj[i].flags & OBJ_OWNED) && mem_holder(r, a, a->obj[i].val, 0, 0) != ROOT_NONE)
			held[nr_held++] = a->obj[i].val;
	/* why: this may add objects, so their numbers change */
	mem_keep_takes(r, a, b);
	changed = mem_way_merges(r, a, (struct mstate *)b);
	changed |= join_walks(r, a, (struct mstate *)b, at);
	changed |= st_merge(r->f, &a->s, &b->s, at);
	if (b->lost && !a->lost)
		a->lost = changed = true;
	for (u32 i = 0; i < ARRAY_SIZE(a->aliased); i++) {
		changed |= (b->aliased[i] & ~a->aliased[i]) != 0;
		a->aliased[i] |= b->aliased[i];
	}
	for (u32 i = 0; i < a->nr_obj; i++) {
		const struct obj *o = obj_find((struct mstate *)b, a->obj[i].val);
		u16 more = o ? o->flags & ~a->obj[i].flags & (OBJ_PUBLISHED | OBJ_VIA_CALLEE) : 0;

		a->obj[i].flags |= more;
		a->obj[i].seen &= !o || o->seen;
		a->obj[i].replaced = o ? MAX(a->obj[i].replaced, o->replaced) : a->obj[i].replaced;
		changed |= o && mem_merge_given(&a->obj[i], o);
		changed |= more != 0;
		if (is_among(held, nr_held, a->obj[i].val) && mem_holder(r, a, a->obj[i].val, 0, 0) == ROOT_NONE) {
			a->obj[i].flags = (u16)((a->obj[i].flags & ~OBJ_OWNED) | OBJ_PUBLISHED);
			r->stats->nr_blurred++;
			changed = true;
		}
	}
	/* why: the way that came first stays, a whole one; what both have in common is no story */
	return changed;
}

/* After a call: what it returned tells its ways to return apart until the next one. */
static int result_class(struct mrun *r, struct mstate *st, u32 at)
{
	struct aval a;
	s64 c;

	if (at < r->f->fn->blk_nr)
		return 0;
	a = ev_aval(r->f, &st->s, fx_make(&r->f->fx, FX_RESULT, 0, at - r->f->fn->blk_nr, 0));
	return aval_is_const(&a, &c) && !c ? 1 : a.nonzero || a.lo > 0 || a.hi < 0 ? 2 : 0;
}

/* Two with same_objects(). */
static bool unite(struct mrun *r, struct mstate *have, struct mstate *s, u32 at)
{
	bool changed = have->nr_obj < MEM_MAX_OBJ && adopt(r, have, s);

	if (s->nr_obj < MEM_MAX_OBJ)
		adopt(r, s, have);
	return merge(r, have, s, at) | changed;
}

static void set_push(struct mset *set, const struct mstate *s)
{
	vec_reserve(&set->at, 1);
	mstate_copy(&set->at.at[set->at.nr++], s);
}

static bool set_add(struct mrun *r, struct mset *set, struct mstate *s, u32 at)
{
	bool coarse = set->at.nr >= MEM_MAX_STATES;
	int kind = ret_class(r, s);

	for (u32 i = 0; i < set->at.nr; i++) {
		struct mstate *have = &set->at.at[i];

		if (same_objects(r, have, s) && st_same_flags(r->f, &have->s, &s->s) &&
		    (coarse || (ret_class(r, have) == kind && result_class(r, have, at) == result_class(r, s, at))))
			return unite(r, have, s, at);
	}
	if (!coarse) {
		set_push(set, s);
		return true;
	}
	for (u32 i = 0; i < set->at.nr; i++)
		if (same_objects(r, &set->at.at[i], s))
			return unite(r, &set->at.at[i], s, at);
	blur(r, &set->at.at[set->at.nr - 1], s);
	merge(r, &set->at.at[set->at.nr - 1], s, at);
	return true;
}

static bool is_last_pointer(struct mrun *r, struct mstate *st, u32 entry)
{
	const struct obj *o = obj_of(r, st, st->s.store_val[entry]);

	if (!o || !(o->flags & OBJ_OWNED))
		return false;
	for (u32 i = 0; i < st->s.nr_store; i++)
		if (i != entry && mem_base(r, st->s.store_val[i]) == o->val &&
		    fx_is_place((enum fx_kind)fx_at(&r->f->fx, st->s.store_key[i])->kind))
			return false;
	return true;
}

/* Variables that nobody will read keep nothing apart. */
static void drop_dead(struct mrun *r, struct mstate *st, u32 block)
{
	struct state *s = &st->s;
	u32 n = 0;

	for (u32 i = 0; i < s->nr_store; i++) {
		const struct fx *x = fx_at(&r->f->fx, s->store_key[i]);

		/* the last pointer to memory is worth remembering where it goes away */
		if (x->kind == FX_LOCAL && !mem_is_live(r, block, x->a) && !is_last_pointer(r, st, i))
			continue;
		s->store_key[n] = s->store_key[i];
		s->store_val[n++] = s->store_val[i];
	}
	s->nr_store = (u8)n;
}

static void arrive(struct mrun *r, u32 block, struct mstate *s)
{
	if (block <= r->block)
		mem_end_round(r, s, block);
	drop_dead(r, s, block);
	mem_age_joins(r, s, block);
	mem_way_arrives(r, s, block);
	if (set_add(r, &r->in.at[block], s, block)) {
		r->queued.at[block] = 1;
		r->lowest = MIN(r->lowest, block);
	}
}

static void crumb(struct mstate *st, u32 at, u32 way)
{
	if (st->nr_trail == MEM_TRAIL) {
		memmove(&st->trail[0], &st->trail[1], (MEM_TRAIL - 1) * sizeof(st->trail[0]));
		st->nr_trail--;
		for (u32 i = 0; i < st->nr_obj; i++)
			st->obj[i].trail -= st->obj[i].trail > 0;
	}
	st->trail[st->nr_trail++] = (struct mem_crumb){ (u16)at, (u16)way };
}

/* Did a call just fork the state?  Then the branch that only one side of can be is where the source decides. */
static bool is_decided(const struct mstate *st)
{
	return st->nr_trail && st->trail[st->nr_trail - 1].way & CRUMB_CALL &&
		st->trail[st->nr_trail - 1].way != (CRUMB_CALL | WAY_ANY);
}

/* Which parameters a branch compares with NULL. */
static void param_tests(struct mrun *r, fx_id cond, struct mstate *yes, struct mstate *no)
{
	for (u32 i = 0; i < MIN(r->f->fn->nparams, 32u); i++) {
		fx_id p = fx_make(&r->f->fx, FX_PARAM, 0, i, 0);
		struct mstate *side[2] = { yes, no };
		s64 c;

		if (!mem_mentions(r, cond, p))
			continue;
		for (u32 k = 0; k < 2; k++) {
			struct aval a = side[k] ? ev_aval(r->f, &side[k]->s, p) : AVAL_TOP;

			if (side[k] && ((aval_is_const(&a, &c) && !c) || (a.hi < 0 && a.lo >= -4095)))
				r->out->test |= 1u << i;
		}
	}
}

/* `return p != NULL` is two ways to return. */
static void returns(struct mrun *r, struct mstate *s, fx_id ret)
{
	const struct fx *x = fx_at(&r->f->fx, ret);
	struct mstate t[2];
	bool can[2], truth = (x->kind == FX_UN && x->op == OP_LNOT) || (x->kind == FX_BIN && x->op == OP_EQ);

	for (u32 i = 0; truth && i < s->nr_obj; i++)
		if (s->obj[i].flags & OBJ_NULLABLE && mem_mentions(r, ret, s->obj[i].val))
			goto split;
	mem_return(r, s, ret);
	return;
split:
	for (u32 i = 0; i < 2; i++) {
		mstate_copy(&t[i], s);
		can[i] = !mem_cannot_equal(r, s, ret, !i) && st_assume(r->f, &t[i].s, ret, !i);
	}
	mem_see_branch(r, ret, can[0] ? &t[0] : NULL, can[1] ? &t[1] : NULL);
	for (u32 i = 0; i < 2; i++)
		if (can[i])
			mem_return(r, &t[i], fx_const(&r->f->fx, !i));
}

static void terminator(struct mrun *r, const struct ir_block *b, struct mstate *s)
{
	const u32 *succ = ir_succs(r->f->u, r->f->fn, b);
	struct mstate t[2];
	bool can[2];
	fx_id c;

	if (b->cond)
		mem_use_value(r, s, b->cond, IR_NONE);
	switch (b->term) {
	case TERM_BRANCH:
		c = ev_value(r->f, &s->s, b->cond);
		for (u32 i = 0; i < 2; i++) {
			mstate_copy(&t[i], s);
			can[i] = !mem_cannot_equal(r, s, c, !i) && flow_successor(r->f, &t[i].s, b, i);
		}
		mem_see_branch(r, c, can[0] ? &t[0] : NULL, can[1] ? &t[1] : NULL);
		mem_note_tests(r, c, s);
		param_tests(r, c, can[0] ? &t[0] : NULL, can[1] ? &t[1] : NULL);
		for (u32 i = 0; i < 2; i++) {
			if ((can[0] && can[1]) || is_decided(&t[i]))
				crumb(&t[i], r->block, i);
			if (can[0] && can[1])
				mem_way_taken(r, &t[i], i);
			if (can[i])
				arrive(r, succ[i], &t[i]);
		}
		break;
	case TERM_RETURN:
		returns(r, s, b->cond ? ev_value(r->f, &s->s, b->cond) : 0);
		break;
	default:
		for (u32 i = 0; i < b->succ_nr; i++) {
			mstate_copy(&t[0], s);
			if (!flow_successor(r->f, &t[0].s, b, i))
				continue;
			if (b->succ_nr > 1)
				crumb(&t[0], r->block, MIN(i, CRUMB_CALL - 1));
			mem_way_taken(r, &t[0], i);
			arrive(r, succ[i], &t[0]);
		}
		break;
	}
}

/* a[i]: another i, another element; no name for it holds for long. */
static bool in_varying_element(const struct mrun *r, const struct ir_val *v)
{
	const struct ir_val *val = ir_vals(r->f->u, r->f->fn);

	while (v->kind == V_FIELD)
		v = &val[v->a];
	return v->kind == V_INDEX && val[v->b].kind != V_CONST;
}

static void event_set(struct mrun *r, struct mstate *st, const struct ir_event *e, u32 event)
{
	const struct ir_val *to = &ir_vals(r->f->u, r->f->fn)[e->a];
	const struct ir_unit *u = r->f->u;
	fx_id value, place;

	mem_use_value(r, st, e->b, event);
	mem_use_place(r, st, e->a, event, true);
	value = ev_value(r->f, &st->s, e->b);
	place = ev_place(r->f, &st->s, e->a);
	if (in_varying_element(r, to)) {
		mem_escape(r, st, value);
		mem_take_entry(r, st, 0, value);
	}
	if (!value || fx_at(&r->f->fx, value)->depth > FX_MAX_DEPTH / 2) {
		mem_escape(r, st, value);
		value = fx_make(&r->f->fx, FX_UNKNOWN, 0, event, 0);
	}
	if (to->kind == V_FIELD && u->field[to->b].type < u->nr_type && u->type[u->field[to->b].type].kind == T_PTR)
		r->out->writes |= r->m->bloom[r->f->unit->field[to->b]];
	mem_set(r, st, event, place, value);
}

static void life(struct mrun *r, struct mstate *st, const struct ir_event *e)
{
	u32 l = ir_vals(r->f->u, r->f->fn)[e->a].a;

	mem_forget_local(r, st, l);
	st_kill_local(r->f, &st->s, l, 0);
}

/* Whatever it is given is looked at, and may end up anywhere. */
static void event_asm(struct mrun *r, struct mstate *st, const struct ir_event *e, u32 event)
{
	const ir_val_id *a = ir_args(r->f->u, r->f->fn, e);

	for (u32 i = 0; i < e->nargs; i++) {
		mem_use_value(r, st, a[i], event);
		mem_escape(r, st, ev_value(r->f, &st->s, a[i]));
	}
	flow_asm(r->f, &st->s, event);
}

static enum mem_way way_of(struct mrun *r, struct mstate *st, u32 event)
{
	struct aval a = ev_aval(r->f, &st->s, fx_make(&r->f->fx, FX_RESULT, 0, event, 0));
	s64 c;

	if (aval_is_const(&a, &c))
		return c ? c < 0 ? WAY_NEGATIVE : WAY_NONZERO : WAY_ZERO;
	return a.hi < 0 ? WAY_NEGATIVE : a.nonzero || a.lo > 0 ? WAY_NONZERO : WAY_ANY;
}

/* Which allocations of this function the call has released; true: any object. */
static bool note_released(struct mrun *r, const struct mstate *st, u32 event)
{
	bool any = false;

	for (u32 i = 0; i < st->nr_obj; i++) {
		const struct obj *o = &st->obj[i];
		struct mem_alloc *al;

		if (o->freed != event || !(o->flags & (OBJ_FREED | OBJ_MAYFREED)))
			continue;
		any = true;
		if (o->event == IR_NONE)
			continue;
		al = mem_alloc_of(r, o->event);
		al->released = al->released ? MIN(al->released, event + 1) : event + 1;
		mem_note_released_given(al, o);
	}
	return any;
}

static void event_call(struct mrun *r, struct mstate *s, u32 event, struct mset *to)
{
	struct mstate out[MEM_FORKS];
	u32 n = mem_call(r, s, event, out);

	for (u32 i = 0; i < n; i++) {
		enum mem_way way = n > 1 ? way_of(r, &out[i], event) : WAY_ANY;

		if (note_released(r, &out[i], event) || way != WAY_ANY)
			crumb(&out[i], event, CRUMB_CALL | way);
		mem_age_joins(r, &out[i], r->f->fn->blk_nr + event);
		set_add(r, to, &out[i], r->f->fn->blk_nr + event);
	}
}

static void run_block(struct mrun *r, u32 block)
{
	const struct ir_block *b = &ir_blocks(r->f->u, r->f->fn)[block];
	struct mset *now = &r->set[0], *next = &r->set[1], *t;

	r->block = block;
	vec_clear(&now->at);
	for (u32 i = 0; i < r->in.at[block].at.nr; i++)
		set_push(now, &r->in.at[block].at.at[i]);
	r->steps += now->at.nr;
	for (u32 i = 0; i < b->ev_nr && now->at.nr; i++) {
		const struct ir_event *e = ir_events(r->f->u, r->f->fn) + b->ev_at + i;

		if (e->kind != EV_CALL) {
			/* changes each state for itself */
			for (u32 k = 0; k < now->at.nr; k++) {
				if (e->kind == EV_SET)
					event_set(r, &now->at.at[k], e, b->ev_at + i);
				else if (e->kind == EV_USE)
					mem_use_value(r, &now->at.at[k], e->a, b->ev_at + i);
				else if (e->kind == EV_LIFE)
					life(r, &now->at.at[k], e);
				else if (e->kind == EV_ASM)
					event_asm(r, &now->at.at[k], e, b->ev_at + i);
			}
			continue;
		}
		vec_clear(&next->at);
		for (u32 k = 0; k < now->at.nr; k++)
			event_call(r, &now->at.at[k], b->ev_at + i, next);
		t = now;
		now = next;
		next = t;
	}
	for (u32 k = 0; k < now->at.nr; k++)
		terminator(r, b, &now->at.at[k]);
}

static u32 returned_local(const struct mrun *r)
{
	u32 l = IR_NONE;

	for (u32 b = 0; b < r->f->fn->blk_nr; b++) {
		const struct ir_block *k = &ir_blocks(r->f->u, r->f->fn)[b];
		const struct ir_val *v = &ir_vals(r->f->u, r->f->fn)[k->cond];

		if (k->term == TERM_RETURN && k->cond && v->kind == V_LOCAL)
			l = v->a;
	}
	return l;
}

static void begin(struct mrun *r, u32 sym)
{
	const struct ir_unit *u;
	u32 nr, type;
	u8 kind;

	flow_enter(r->f, sym);
	u = r->f->u;
	r->sym = sym;
	r->out = &r->m->eff[sym];
	type = u->sym[r->f->fn->sym].type;
	kind = type < u->nr_type ? u->type[type].kind : T_OTHER;
	r->returns_pointer = kind == T_PTR;
	r->returns_int = kind == T_INT;
	r->returns_signed = kind == T_INT && u->type[type].is_signed;
	r->ret_local = returned_local(r);
	nr = r->f->fn->blk_nr;
	if (r->in.cap < nr) {
		u32 old = r->in.cap;

		r->in.nr = old;
		vec_reserve(&r->in, nr - old);
		memset(r->in.at + old, 0, (r->in.cap - old) * sizeof(r->in.at[0]));
	}
	r->in.nr = nr;
	for (u32 i = 0; i < nr; i++)
		vec_clear(&r->in.at[i].at);
	vec_clear(&r->queued);
	vec_extend(&r->queued, nr);
	vec_clear(&r->alloc);
	vec_clear(&r->fail);
	vec_clear(&r->fate);
	r->object_params = r->passed_on = r->relied = 0;
	vec_clear(&r->exit);
	vec_clear(&r->seen);
	r->first_hit = r->m->hit.nr;
	r->steps = 0;
	r->block = 0;
	r->failing = false;
}

/* What the findings of this function can tell beyond the path: where another one releases the memory. */
static void name_siblings(struct mrun *r, u32 from)
{
	for (u32 i = from; i < r->m->hit.nr; i++) {
		struct mem_hit *h = &r->m->hit.at[i];
		const struct mem_alloc *al;

		h->sibling = IR_NONE;
		if (h->fn != r->sym || h->check != MEM_LEAK || h->alloc == IR_NONE)
			continue;
		al = mem_alloc_of(r, h->alloc);
		if (al->released && al->released != h->event + 1)
			h->sibling = al->released - 1;
		h->confidence = mem_leak_confidence(r, al, h);
	}
}

/* Ways to lose the same memory at the same place: the surest one is kept, of equals the first. */
static void keep_surest(struct mrun *r, u32 from)
{
	struct mem_hit *all = r->m->hit.at;
	u32 n = from;

	for (u32 i = from; i < r->m->hit.nr; i++) {
		u32 k = from;

		while (k < n && !(all[i].check == MEM_LEAK && all[k].check == MEM_LEAK && all[k].fn == all[i].fn &&
				  all[k].alloc == all[i].alloc && all[k].event == all[i].event &&
				  all[k].block == all[i].block && all[k].how == all[i].how))
			k++;
		if (k == n)
			all[n++] = all[i];
		else if (all[k].confidence < all[i].confidence)
			all[k] = all[i];
	}
	r->m->hit.nr = n;
}

void mem_function(struct mrun *r, u32 sym)
{
	static const struct mstate nothing;
	struct mstate entry = nothing;
	u32 nr_hit = r->m->hit.nr;

	begin(r, sym);
	mem_liveness(r);
	mem_ways(r);
	set_add(r, &r->in.at[0], &entry, 0);
	r->queued.at[0] = 1;
	for (u32 b = 0; b < r->f->fn->blk_nr && r->steps <= MEM_MAX_STEPS;) {
		if (!r->queued.at[b]) {
			b++;
			continue;
		}
		r->queued.at[b] = 0;
		r->lowest = b;
		run_block(r, b);
		b = r->lowest;
	}
	r->stats->nr_bound_steps += r->steps > MEM_MAX_STEPS;
	r->stats->nr_functions++;
	r->stats->nr_visits += r->steps;
	mem_function_end(r);
	name_siblings(r, nr_hit);
	keep_surest(r, nr_hit);
	if (r->draft) {
		r->m->hit.nr = nr_hit;
		vec_clear(&r->note);
	}
	mem_members_end(r);
	r->out->test &= ~r->relied;
	mem_finish(r, r->out);
}

void mem_run_free(struct mrun *r)
{
	for (u32 i = 0; i < r->in.cap; i++)
		vec_free(&r->in.at[i].at);
	vec_free(&r->in);
	vec_free(&r->set[0].at);
	vec_free(&r->set[1].at);
	vec_free(&r->queued);
	vec_free(&r->alloc);
	vec_free(&r->fail);
	vec_free(&r->fate);
	vec_free(&r->exit);
	vec_free(&r->seen);
	vec_free(&r->note);
	vec_free(&r->live);
	vec_free(&r->shape);
}
