// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a callee leaves in places of its caller's.
 *
 * Input: the effects OP_NEW, OP_SET and OP_DEAD of one way that it returns.  Output: the caller's store, and objects
 * for fresh memory and for released pointers.  Invariant: each place is set once, through mem_set(); memory that is in
 * two places is one object.
 * Cost: effects times the size of the store.
 */
#include "mem/mem_int.h"

/*
 * What a function stores, and its record does not tell: tables, kobj->ktype = ktype, and pointers into what it returns,
 * *cf = skb_put(skb, n).
 */
void mem_body_stores(struct mrun *r, struct mstate *st, const struct mcall *c)
{
	const struct mem_effects *e = c->callee == IR_NONE ? NULL : &r->m->eff[c->callee];
	fx_id param[MEM_RESULT + 1] = { 0 };

	memcpy(param, c->arg, c->nr_arg * sizeof(*param));
	param[MEM_RESULT] = mem_result(r, c);
	for (u32 i = 0; e && e->known && i < e->nr_exit; i++) {
		for (u32 k = 0; k < e->exit[i].nr_op; k++) {
			const struct mem_op *op = &e->exit[i].op[k];
			fx_id place, value;

			if (op->kind != OP_SET || !op->value)
				continue;
			if (fx_at(&r->w->fx, op->value)->kind != FX_PARAM && !mem_led_into(&r->w->fx, op->value))
				continue;
			value = mem_import_value(r, st, op->value, param);
			place = mem_import_place(r, st, op->what, param);
			if (place && value && mem_led_into(&r->f->fx, value))
				mem_set(r, st, c->event, place, value);
			if (place && value && fx_at(&r->f->fx, place)->kind == FX_FIELD &&
			    r->m->is_table[fx_at(&r->f->fx, place)->b])
				st_store(r->f, &st->s, place, value);
		}
	}
}

/* Does another way to return store fresh memory where this one stores NULL? */
static bool is_failed_store(const struct mem_effects *eff, const struct mem_exit *x, const struct mem_op *op,
			    const struct fx_tab *fx)
{
	s64 c;

	if (op->kind != OP_SET || op->may || !op->value || !fx_is_const(fx, op->value, &c) || c)
		return false;
	for (u32 i = 0; i < eff->nr_exit; i++) {
		const struct mem_exit *y = &eff->exit[i];

		for (u32 k = 0; y != x && k < y->nr_op; k++)
			if (y->op[k].kind == OP_NEW && y->op[k].what == op->what)
				return true;
	}
	return false;
}

/* A pointer of its own that is NULL, for who forgets to test it. */
static fx_id failed_value(struct mrun *r, struct mstate *st, const struct mcall *c, u32 nr)
{
	fx_id value = fx_make(&r->f->fx, FX_UNKNOWN, 0, c->event, nr);
	struct aval zero = aval_const(0);
	struct obj *o = obj_add(r, st, value);

	o->event = c->event;
	o->flags = OBJ_FAILED | OBJ_VIA_CALLEE;
	if (!st_assume_aval(r->f, &st->s, value, &zero))
		o->flags = OBJ_PUBLISHED;
	return value;
}

/* The callee says whether it got the memory for that place, and its result is dropped: as if stored without a test. */
static void nobody_asks(struct mrun *r, const struct mcall *c, fx_id place)
{
	struct mem_alloc *al = mem_alloc_of(r, c->event);

	if (al->stored != IR_NONE || fx_at(&r->f->fx, place)->kind != FX_FIELD)
		return;
	al->stored = c->event;
	al->dropped = true;
	al->stored_member = mem_member_key(r, place);
}

/* Some ways of an exit leave fresh memory in the place, others a pointer to what they released. */
static bool new_or_dead(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id place)
{
	fx_id held = st_load(r->f, &st->s, place);
	struct obj *o = held ? obj_find(st, held) : NULL;

	if (!o || o->event != c->event || !(o->flags & OBJ_OWNED))
		return false;
	o->flags |= OBJ_SOME;
	o->freed = c->event;
	return true;
}

/* Fresh memory that the callee left in a place. */
static void new_object(struct mrun *r, struct mstate *st, const struct mcall *c, const struct mem_exit *x,
		       const struct mem_op *op, fx_id value)
{
	struct obj *o = obj_add(r, st, value);

	o->event = c->event;
	o->by = op->by;
	o->flags = (u16)(op->flags | OBJ_VIA_CALLEE);
	if (x->failing && op->event != IR_NONE) {
		o->flags |= OBJ_LEFT;
		o->left_fn = op->left_fn;
		o->left_block = op->left_block;
		o->left_event = op->event;
	}
}

/* It left the same memory in another place, too, and callers know that already. */
static fx_id same_memory(struct mrun *r, const struct mstate *in, struct mstate *st, const struct mcall *c,
			 const fx_id *param, const struct mem_op *op)
{
	fx_id other = mem_import_place(r, in, op->value, param), held = other ? st_load(r->f, &st->s, other) : 0;
	const struct obj *o = held ? obj_find(st, held) : NULL;

	return o && o->event == c->event ? held : 0;
}

static void store_op(struct mrun *r, const struct mstate *in, struct mstate *st, const struct mcall *c,
		     const fx_id *param, const struct mem_effects *eff, const struct mem_exit *x, u32 k)
{
	const struct mem_op *op = &x->op[k];
	fx_id place = mem_import_place(r, in, op->what, param), value = 0;

	if (op->kind == OP_SET && op->value && !op->may)
		value = mem_import_value(r, in, op->value, param);
	if (!place) {
		if (op->value && op->kind == OP_SET)
			mem_escape(r, st, mem_import_value(r, in, op->value, param));
		return;
	}
	if (is_failed_store(eff, x, op, &r->w->fx)) {
		value = failed_value(r, st, c, k + 1);
		if (!mem_is_result_read(r, c->event))
			nobody_asks(r, c, place);
	}
	if (op->kind == OP_DEAD && new_or_dead(r, st, c, place))
		return;
	if (op->kind == OP_NEW && op->value)
		value = same_memory(r, in, st, c, param, op);
	if (!value) {
		value = fx_make(&r->f->fx, FX_UNKNOWN, 0, c->event, k + 1);
		if (op->kind == OP_NEW && (op->flags & OBJ_OWNED))
			new_object(r, st, c, x, op, value);
	}
	if (op->kind == OP_DEAD) {
		struct obj *o = obj_add(r, st, value);

		o->freed = c->event;
		o->by = op->by;
		o->flags = (u16)(OBJ_ENTRY | OBJ_FREED | OBJ_VIA_CALLEE | op->flags);
	}
	if (op->kind == OP_SET && op->value && op->may)
		mem_escape(r, st, mem_import_value(r, in, op->value, param));
	mem_set(r, st, c->event, place, value);
}

void mem_leave(struct mrun *r, const struct mstate *in, struct mstate *st, const struct mcall *c, const fx_id *param,
	       const struct mem_effects *eff, const struct mem_exit *x)
{
	/* what is in two places after it is in one */
	for (u32 second = 0; second < 2; second++) {
		for (u32 k = 0; k < x->nr_op; k++) {
			const struct mem_op *op = &x->op[k];

			if (op->kind != OP_NEW && op->kind != OP_SET && op->kind != OP_DEAD)
				continue;
			if ((op->kind == OP_NEW && op->value) == second)
				store_op(r, in, st, c, param, eff, x, k);
		}
	}
}
