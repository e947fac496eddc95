// SPDX-License-Identifier: GPL-2.0-only
/*
 * Members that a destructor forgets.
 *
 * Who releases a record that somebody else made releases what that left in it, too.  What there is in it the rest of the
 * program tells: functions that leave memory in a member, for which nothing else holds it, and functions that release
 * the member and then the record.  A function that releases such a record, and neither it nor what it calls, nor who
 * calls it, has to do with the member, forgets it; also where no function of the program has ever released it.
 *
 * Input: notes of all functions.  Output: hits, HOW_FORGOTTEN.
 * Cost: releases of records x members of their type that are owned; one look at each call.
 */
#include <stdlib.h>

#include "mem/mem_int.h"

static u32 record_of(struct mrun *r, const struct mcall *c, fx_id v)
{
	const struct ir_unit *u = r->f->u;
	const ir_val_id *a = ir_args(u, r->f->fn, c->e);

	for (u32 i = 0; i < c->nr_arg; i++) {
		const struct ir_val *w = &ir_vals(u, r->f->fn)[a[i]];
		u32 type = w->kind == V_LOCAL ? u->local[r->f->fn->local_at + w->a].type :
			w->kind == V_FIELD ? u->field[w->b].type : IR_NONE;

		if (c->arg[i] != v || type >= u->nr_type || u->type[type].kind != T_PTR)
			continue;
		type = u->type[type].elem;
		if (type < u->nr_type && u->type[type].kind == T_RECORD)
			return strtab_add(&r->m->str, ir_text(u, u->type[type].name));
	}
	return IR_NONE;
}

void mem_note_end(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id v)
{
	fx_id record = fx_make(&r->f->fx, FX_DEREF, 0, v, 0);
	struct mem_end e = { .fn = r->sym, .event = c->event };

	if (r->draft || !record || fx_at(&r->f->fx, v)->kind == FX_CONST)
		return;
	e.record = record_of(r, c, v);
	if (e.record == IR_NONE)
		return;
	if (!r->m->end.nr || vec_last(&r->m->end).fn != e.fn || vec_last(&r->m->end).event != e.event)
		vec_push(&r->m->end, e);
	for (u32 i = 0; i < st->nr_obj; i++) {
		const struct obj *o = &st->obj[i];
		const struct fx *x = fx_at(&r->f->fx, o->val);

		if (!(o->flags & (OBJ_FREED | OBJ_MAYFREED)) || x->kind != FX_FIELD || x->a != record)
			continue;
		mem_note_member(r, o->val, NOTE_RELEASED);
		if (map_get(&r->m->together, x->b) == MAP_NONE)
			map_put(&r->m->together, x->b, r->m->end.nr - 1);
	}
}

/* The only place that holds the memory, when that is a member of a record that is there behind the return. */
void mem_note_owned(struct mrun *r, const struct mstate *st)
{
	if (r->draft)
		return;
	for (u32 i = 0; i < st->nr_obj; i++) {
		const struct obj *o = &st->obj[i];
		u32 field = IR_NONE, nr = 0;

		if ((o->flags & (OBJ_OWNED | OBJ_MANAGED)) != OBJ_OWNED || o->event == IR_NONE || !(o->by & r->m->by_plain) ||
		    o->given != IR_NONE)
			continue;
		for (u32 k = 0; k < st->s.nr_store; k++) {
			const struct fx *key = fx_at(&r->f->fx, st->s.store_key[k]);

			if (st->s.store_val[k] != o->val || key->kind == FX_LOCAL || key->kind == FX_RESULT)
				continue;
			field = key->kind == FX_FIELD && fx_at(&r->f->fx, key->a)->kind == FX_DEREF ? key->b : IR_NONE;
			nr++;
		}
		if (nr == 1 && field != IR_NONE)
			map_put(&r->m->owned, field, 1);
	}
}

void mem_note_passed(struct mrun *r, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);

	if (x->kind == FX_ADDR)
		v = x->a;
	else if (x->kind != FX_FIELD)
		v = mem_base(r, v);
	x = fx_at(&r->f->fx, v);
	if (x->kind == FX_FIELD)
		mem_note_member(r, v, NOTE_PASSED);
}

static u64 touch_key(u32 fn, u32 field)
{
	return (u64)fn << 32 | field;
}

void mem_touched_end(struct mrun *r)
{
	bool ends = r->m->end.nr && vec_last(&r->m->end).fn == r->sym;

	for (u32 i = 0; i < r->note.nr; i++) {
		const struct mem_note *n = &r->note.at[i];
		u32 field = mem_key_field(n->key);

		if (field == IR_NONE)
			continue;
		if (n->what & (NOTE_RELEASED | NOTE_PASSED))
			map_put(&r->m->gone, field, 1);
		if (ends || n->what & (NOTE_RELEASED | NOTE_PASSED | NOTE_ALLOCATED))
			map_put(&r->m->touched, touch_key(r->sym, field), n->what);
	}
}

struct forgotten {
	u32 end, field;
	bool sibling, known;	/* another one releases it; this one, or one around it, does */
};

typedef VEC(struct forgotten) forgotten_vec;

/* The members in question of each record, in the order of the fields. */
static void members_in_question(const struct mem *m, forgotten_vec *out)
{
	const struct strtab *field = &m->p->w.field;

	for (u32 f = 0; f < m->p->w.field.nr; f++) {
		const char *name = strtab_str(field, f), *dot = strrchr(name, '.');
		u32 sibling = map_get(&m->together, f), record;
		char type[128];

		if (map_get(&m->owned, f) == MAP_NONE || !dot || (size_t)(dot - name) >= sizeof(type) || m->is_weak[f] ||
		    m->is_link[f] || (sibling == MAP_NONE && map_get(&m->gone, f) != MAP_NONE))
			continue;
		memcpy(type, name, (size_t)(dot - name));
		type[dot - name] = '\0';
		record = strtab_find(&m->str, type);
		for (u32 i = 0; record != MAP_NONE && i < m->end.nr; i++)
			if (m->end.at[i].record == record && map_get(&m->touched, touch_key(m->end.at[i].fn, f)) == MAP_NONE)
				vec_push(out, (struct forgotten){ .end = i, .field = f, .sibling = sibling != MAP_NONE });
	}
}

static int by_function(const void *pa, const void *pb, void *ctx)
{
	const struct forgotten *a = pa, *b = pb;
	const struct mem *m = ctx;
	u32 fa = m->end.at[a->end].fn, fb = m->end.at[b->end].fn;

	if (fa != fb)
		return fa < fb ? -1 : 1;
	if (a->end != b->end)
		return a->end < b->end ? -1 : 1;
	return a->field < b->field ? -1 : a->field > b->field;
}

/* What a caller or a callee of fn has to do with the members. */
static void look_around(const struct mem *m, forgotten_vec *v, u32 first, u32 fn, u32 other, bool is_caller)
{
	for (u32 i = first; i < v->nr && m->end.at[v->at[i].end].fn == fn; i++) {
		u32 what = map_get(&m->touched, touch_key(other, v->at[i].field));

		if (what != MAP_NONE && what & (NOTE_RELEASED | NOTE_PASSED | (is_caller ? NOTE_ALLOCATED : 0)))
			v->at[i].known = true;
	}
}

static void ask_around(const struct mem *m, forgotten_vec *v)
{
	struct map first = { 0 };

	for (u32 i = v->nr; i-- > 0;)
		map_put(&first, m->end.at[v->at[i].end].fn, i);
	for (u32 i = 0; i < m->p->edge.nr; i++) {
		const struct edge *e = &m->p->edge.at[i];
		u32 caller = map_get(&first, e->from), callee = map_get(&first, e->to);

		if (caller != MAP_NONE)
			look_around(m, v, caller, e->from, e->to, false);
		if (callee != MAP_NONE)
			look_around(m, v, callee, e->to, e->from, true);
	}
	map_free(&first);
}

void mem_forgotten(struct mem *m)
{
	forgotten_vec v = { 0 };

	members_in_question(m, &v);
	if (v.nr)
		qsort_r(v.at, v.nr, sizeof(v.at[0]), by_function, m);
	ask_around(m, &v);
	for (u32 i = 0; i < v.nr; i++) {
		const struct mem_end *e = &m->end.at[v.at[i].end];
		const struct mem_end *other = v.at[i].sibling ? &m->end.at[map_get(&m->together, v.at[i].field)] : NULL;

		if (v.at[i].known)
			continue;
		vec_push(&m->hit, (struct mem_hit){ .check = MEM_LEAK, .how = HOW_FORGOTTEN, .fn = e->fn, .event = e->event,
			/* why: five of twelve that were read were right; who releases the rest is two calls away, or the
			   member was never filled in where that function is called */
			.confidence = 0, .alloc = IR_NONE, .freed = IR_NONE, .given = IR_NONE, .sibling = IR_NONE,
			.other_fn = other ? other->fn : IR_NONE, .other_event = other ? other->event : IR_NONE,
			.what = strtab_add(&m->str, strtab_str(&m->p->w.field, v.at[i].field)) });
		m->stats.nr_hits++;
	}
	vec_free(&v);
}
