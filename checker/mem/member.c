// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the program believes of the pointers in a member, or in a global variable: may it be NULL when others look?
 *
 * Input: what each function does with such a pointer as it finds it (not with one that it stored itself just now).
 * Output: per member how many functions dereference it without a look, how many look first.  A function that releases
 * what it tests says nothing (`if (p->buf) kfree(p->buf)`), nor does one that allocates it.
 * Cost: one entry per member and function.
 */
#include "mem/mem_int.h"

/* Kinds of keys: a member, a variable; an element of the array that a member or a variable is, or points to. */
enum { KEY_FIELD = 1, KEY_VARIABLE, KEY_FIELD_ELEMENT, KEY_VARIABLE_ELEMENT };

u64 mem_member_key(const struct mrun *r, fx_id place)
{
	const struct fx *x = fx_at(&r->f->fx, place);
	u64 more = 0;

	if (x->kind == FX_INDEX || x->kind == FX_DEREF) {
		more = KEY_FIELD_ELEMENT - KEY_FIELD;
		x = fx_at(&r->f->fx, x->a);
		if (x->kind == FX_BIN)
			x = fx_at(&r->f->fx, x->a);
		if (x->kind == FX_ADDR)
			x = fx_at(&r->f->fx, x->a);
	}
	if (x->kind == FX_FIELD)
		return (KEY_FIELD + more) << 32 | x->b;
	return x->kind == FX_GLOBAL ? (KEY_VARIABLE + more) << 32 | x->a : 0;
}

u32 mem_key_field(u64 key)
{
	return key >> 32 == KEY_FIELD ? (u32)key : IR_NONE;
}

bool mem_key_is_element(u64 key)
{
	return key >> 32 >= KEY_FIELD_ELEMENT;
}

bool mem_is_noted(const struct mrun *r, u64 key, u8 what)
{
	for (u32 i = 0; i < r->note.nr; i++)
		if (r->note.at[i].key == key)
			return r->note.at[i].what & what;
	return false;
}

void mem_note_member(struct mrun *r, fx_id place, u8 what)
{
	u64 key = place ? mem_member_key(r, place) : 0;

	if (!key)
		return;
	for (u32 i = 0; i < r->note.nr; i++) {
		if (r->note.at[i].key == key) {
			r->note.at[i].what |= what;
			return;
		}
	}
	vec_push(&r->note, (struct mem_note){ .key = key, .what = what });
}

/* The places that the function's callee stored the pointer in. */
static void note_places(struct mrun *r, const struct mstate *st, fx_id val, u8 what)
{
	for (u32 i = 0; i < st->s.nr_store; i++)
		if (st->s.store_val[i] == val && fx_is_place((enum fx_kind)fx_at(&r->f->fx, st->s.store_key[i])->kind))
			mem_note_member(r, st->s.store_key[i], what);
}

/* Members whose value a condition is about; on which side it turns out to be NULL does not matter. */
void mem_note_tests(struct mrun *r, fx_id cond, const struct mstate *before)
{
	const struct fx *x = fx_at(&r->f->fx, cond);
	const struct obj *o;
	s64 c;

	while ((x->kind == FX_UN && x->op == OP_LNOT) || (x->kind == FX_BIN && fx_is_const(&r->f->fx, x->b, &c))) {
		cond = x->a;
		x = fx_at(&r->f->fx, cond);
	}
	o = obj_find((struct mstate *)before, cond);
	if (o && o->flags & OBJ_VIA_CALLEE && x->kind == FX_UNKNOWN)
		note_places(r, before, cond, NOTE_AFTER);
	else if (!o || o->flags & OBJ_ENTRY)
		mem_note_member(r, cond, NOTE_TESTED);
}

/* Three saturating counters of ten bits, and a flag. */
#define CALLERS_LOOK (1u << 30)

static u32 bump(u32 v, u32 shift)
{
	return (v >> shift & 1023) == 1023 ? v : v + (1u << shift);
}

static u64 in_file(u64 key, u32 file)
{
	return key ^ (u64)(file + 1) << 36;
}

static void count(struct mem *m, u64 key, u8 what)
{
	u32 v = map_get(&m->member, key);

	v = v == MAP_NONE ? 0 : v;
	if (what & NOTE_RELIED)
		v = bump(v, 0);
	if (what & NOTE_GUARDED)
		v = bump(v, 10);
	if ((what & NOTE_TESTED) && !(what & (NOTE_RELEASED | NOTE_ALLOCATED)))
		v = bump(v, 20);
	if (what & NOTE_AFTER)
		v |= CALLERS_LOOK;
	if (v)
		map_put(&m->member, key, v);
}

void mem_members_end(struct mrun *r)
{
	u32 file = r->w->sym.at[r->sym].file;

	mem_touched_end(r);
	for (u32 i = 0; i < r->note.nr; i++) {
		count(r->m, r->note.at[i].key, r->note.at[i].what);
		count(r->m, in_file(r->note.at[i].key, file), r->note.at[i].what);
	}
	vec_clear(&r->note);
}

struct mem_belief mem_belief(const struct mem *m, u64 key, u32 file)
{
	u32 v = key ? map_get(&m->member, file == IR_NONE ? key : in_file(key, file)) : MAP_NONE;

	v = v == MAP_NONE ? 0 : v;
	return (struct mem_belief){ .relied = v & 1023, .guarded = v >> 10 & 1023, .tested = v >> 20 & 1023,
		.callers_look = v & CALLERS_LOOK };
}
