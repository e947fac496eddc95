// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables of operations, learned from initialisers and from stores of functions; see tables.h.
 *
 * A table is a variable with an initialiser, or a function that stores functions in the members of a record.  Input: the
 * linked program.  Output: answers.  Invariant: sorted arrays, so the answers do not depend on anything but the program.
 * Cost: one look at each event and initialiser, a sort, and a binary search per question.
 */
#include "checks/tables.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"

#define BY_STORE 0x80000000u

struct entry {			/* sorted by group, who, table */
	u64 group;		/* of a member, of a record and a file, of a record and a folder */
	u32 who;		/* the function */
	u32 table;		/* symbol of the variable; BY_STORE | symbol of the function that stores */
};

typedef VEC(struct entry) entries;

struct kind {			/* of table, in a file; sorted by both */
	u32 file, record;
};

struct tables {
	const struct program *p;
	entries member, file, folder;
	VEC(struct kind) kind;	/* those that few files have */
	struct map full;	/* member -> 1 when every table of its kind has something there, else 0; of those asked for */
};

static u32 record_of(const struct program *p, u32 field)
{
	const char *text = strtab_str(&p->w.field, field), *dot = strrchr(text, '.');

	return dot ? (u32)hash_bytes(text, (size_t)(dot - text)) : 0;
}

static u64 group(u32 record, u32 place)
{
	return (u64)record << 32 | place;
}

static void note(struct tables *t, u32 field, u32 sym, u32 table)
{
	const struct flow_sym *g = &t->p->w.sym.at[sym];
	u32 record = record_of(t->p, field);

	if (g->func == IR_NONE)
		return;
	vec_push(&t->member, (struct entry){ field, sym, table });
	vec_push(&t->file, (struct entry){ group(record, g->file), sym, table });
	vec_push(&t->folder, (struct entry){ group(record, g->folder), sym, table });
}

static int entry_order(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->who != b->who)
		return a->who < b->who ? -1 : 1;
	return a->table < b->table ? -1 : a->table > b->table;
}

static void sort(entries *e)
{
	if (e->nr)
		qsort(e->at, e->nr, sizeof(e->at[0]), entry_order);
}

static void stores(struct tables *t, u32 sym)
{
	const struct flow_unit *fu = &t->p->w.unit.at[t->p->w.sym.at[sym].unit];
	const struct ir_func *fn = &fu->u->func[t->p->w.sym.at[sym].func];

	for (u32 i = 0; i < fn->ev_nr; i++) {
		const struct ir_event *e = &ir_events(fu->u, fn)[i];
		const struct ir_val *to, *v;

		if (e->kind != EV_SET)
			continue;
		to = &ir_vals(fu->u, fn)[e->a];
		v = &ir_vals(fu->u, fn)[e->b];
		if (to->kind == V_FIELD && v->kind == V_FUNC)
			note(t, fu->field[to->b], fu->sym[v->a], sym | BY_STORE);
	}
}

static void inits(struct tables *t, const struct flow_unit *fu)
{
	for (u32 i = 0; i < fu->u->nr_init; i++) {
		const struct ir_init *in = &fu->u->init[i];

		if (in->field != IR_NONE && in->var != IR_NONE && fu->u->sym[in->sym].kind == SYM_FUNC)
			note(t, fu->field[in->field], fu->sym[in->sym], fu->sym[in->var]);
	}
}

#define FEW_FILES 40u

static int kind_order(const void *pa, const void *pb)
{
	const struct kind *a = pa, *b = pb;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	return a->record < b->record ? -1 : a->record > b->record;
}

/* Sorted by record, then by file: t->file is. */
static void kinds(struct tables *t)
{
	for (u32 i = 0, first, nr; i < t->file.nr;) {
		u32 record = (u32)(t->file.at[i].group >> 32);

		first = t->kind.nr;
		for (nr = 0; i < t->file.nr && t->file.at[i].group >> 32 == record; i++) {
			u32 file = (u32)t->file.at[i].group;

			/* one member may be a callback of anybody's; and what stores is no driver for that */
			if (t->file.at[i].table & BY_STORE || (nr && vec_last(&t->kind).file == file))
				continue;
			vec_push(&t->kind, (struct kind){ file, record });
			nr++;
		}
		if (nr > FEW_FILES)
			t->kind.nr = first;
	}
	if (t->kind.nr)
		qsort(t->kind.at, t->kind.nr, sizeof(t->kind.at[0]), kind_order);
}

static u32 first_kind(const struct tables *t, u32 file)
{
	u32 lo = 0, hi = t->kind.nr;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (t->kind.at[mid].file < file)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct tables *tables_new(const struct program *p)
{
	struct tables *t = xcalloc(1, sizeof(*t));

	t->p = p;
	for (u32 s = 0; s < p->w.sym.nr; s++)
		if (p->w.sym.at[s].func != IR_NONE && !flow_is_modelled(&p->w, s))
			stores(t, s);
	for (u32 ui = 0; ui < p->w.unit.nr; ui++)
		inits(t, &p->w.unit.at[ui]);
	sort(&t->member);
	sort(&t->file);
	sort(&t->folder);
	kinds(t);
	return t;
}

void tables_free(struct tables *t)
{
	vec_free(&t->member);
	vec_free(&t->file);
	vec_free(&t->folder);
	vec_free(&t->kind);
	map_free(&t->full);
	free(t);
}

static u32 first_of(const entries *e, u64 of, u32 who)
{
	u32 lo = 0, hi = e->nr;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (e->at[mid].group < of || (e->at[mid].group == of && e->at[mid].who < who))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Is it stored in that member, of a variable or one by one? */
static bool is_member(const struct tables *t, u32 field, u32 target)
{
	u32 i = first_of(&t->member, field, target);

	return i < t->member.nr && t->member.at[i].group == field && t->member.at[i].who == target;
}

/* Is target stored in that member of the table? */
static bool hangs_in(const struct tables *t, u32 field, u32 target, u32 table)
{
	for (u32 i = first_of(&t->member, field, target); i < t->member.nr && t->member.at[i].group == field &&
	     t->member.at[i].who == target; i++)
		if (t->member.at[i].table == table)
			return true;
	return false;
}

/* Has the group tables, and does target hang in none of them? */
static bool differ(const struct tables *t, const entries *e, u64 of, u32 field, u32 target, bool *has)
{
	u32 i = first_of(e, of, 0);

	*has = i < e->nr && e->at[i].group == of;
	for (; i < e->nr && e->at[i].group == of; i++)
		if (hangs_in(t, field, target, e->at[i].table))
			return false;
	return *has;
}

bool tables_differ(const struct tables *t, u32 field, u32 target, u32 file, u32 folder)
{
	u32 record = record_of(t->p, field);
	bool has, other;

	/* it got into the member in a way that is not a table */
	if (!is_member(t, field, target))
		return false;
	other = differ(t, &t->file, group(record, file), field, target, &has);
	return has || folder == IR_NONE ? other : differ(t, &t->folder, group(record, folder), field, target, &has);
}

bool tables_differ_within(const struct tables *t, u32 field, u32 target, u32 fn)
{
	u64 of = group(record_of(t->p, field), t->p->w.sym.at[fn].file);
	u32 i = first_of(&t->member, field, target), first = first_of(&t->file, of, fn);

	if (!is_member(t, field, target))
		return false;
	for (; i < t->member.nr && t->member.at[i].group == field && t->member.at[i].who == target; i++)
		if (t->member.at[i].table & BY_STORE)
			return false;
	i = first;
	for (; i < t->file.nr && t->file.at[i].group == of && t->file.at[i].who == fn; i++)
		if (t->file.at[i].table & BY_STORE || hangs_in(t, field, target, t->file.at[i].table))
			return false;
	return i > first;
}

static bool all_have(const struct tables *t, u32 field)
{
	u32 record = record_of(t->p, field);
	struct map has = { 0 };
	bool all = true;

	for (u32 i = first_of(&t->member, field, 0); i < t->member.nr && t->member.at[i].group == field; i++)
		map_put(&has, t->member.at[i].table, 1);
	/* what a function stores one by one is rarely all that the table gets */
	for (u32 i = first_of(&t->file, group(record, 0), 0); i < t->file.nr && t->file.at[i].group >> 32 == record && all; i++)
		all = t->file.at[i].table & BY_STORE || map_get(&has, t->file.at[i].table) != MAP_NONE;
	map_free(&has);
	return all;
}

bool tables_all_have(struct tables *t, u32 field)
{
	u32 known = map_get(&t->full, field);

	if (known == MAP_NONE) {
		known = all_have(t, field);
		map_put(&t->full, field, known);
	}
	return known;
}

bool tables_own_store(const struct tables *t, u32 field, u32 target, u32 file)
{
	bool own = false;

	if (t->p->w.sym.at[target].file == file)
		return false;
	for (u32 i = first_of(&t->member, field, 0); i < t->member.nr && t->member.at[i].group == field; i++) {
		const struct entry *e = &t->member.at[i];

		if (!(e->table & BY_STORE) || t->p->w.sym.at[e->table & ~BY_STORE].file != file)
			continue;
		if (e->who == target)
			return false;
		own |= t->p->w.sym.at[e->who].file == file;
	}
	return own;
}

bool tables_are_peers(const struct tables *t, u32 field, u32 target, u32 file)
{
	u32 other = t->p->w.sym.at[target].file, i, k;

	if (other == file || (field != IR_NONE && is_member(t, field, target)))
		return false;
	i = first_kind(t, file);
	k = first_kind(t, other);
	while (i < t->kind.nr && t->kind.at[i].file == file && k < t->kind.nr && t->kind.at[k].file == other) {
		if (t->kind.at[i].record == t->kind.at[k].record)
			return true;
		if (t->kind.at[i].record < t->kind.at[k].record)
			i++;
		else
			k++;
	}
	return false;
}
