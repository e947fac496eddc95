// SPDX-License-Identifier: GPL-2.0-only
/*
 * Targets of indirect calls: the sets that flow/target.h hands out, from the graph of slots (link_slots.c).
 *
 * A member whose context is known from rules/ has no set: its implementations are roots.
 *
 * Structs of the same name in different drivers share their members' slots.  A member's set is *split*, so that a
 * caller reaches those of its own folder first, when
 *  - two units disagree about the type of some member of that struct: then they are different structs for sure; or
 *  - several folders call through it, and those are exactly the folders that implement it: nobody is in the middle,
 *    as there is for an interface.  That is a guess, but a wrong one only loses calls from one folder to another.
 *
 * Cost: linear in events, initialisers and members.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "link/link_slots.h"

static int by_user(const void *pa, const void *pb)
{
	const struct slot_user *a = pa, *b = pb;

	if (a->field != b->field)
		return a->field < b->field ? -1 : 1;
	return a->folder < b->folder ? -1 : a->folder > b->folder;
}

static void sort_users(struct slots *s)
{
	u32 n = 0;

	if (s->user.nr)
		qsort(s->user.at, s->user.nr, sizeof(s->user.at[0]), by_user);
	for (u32 i = 0; i < s->user.nr; i++)
		if (!n || by_user(&s->user.at[n - 1], &s->user.at[i]))
			s->user.at[n++] = s->user.at[i];
	s->user.nr = n;
}

/* First of the folders that call through the member. */
static u32 first_user(const struct slots *s, u32 field)
{
	u32 lo = 0, hi = s->user.nr;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (s->user.at[mid].field < field)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Is each folder that calls through the member one that implements it, and the other way round? */
static bool folders_keep_to_themselves(const struct program *p, const struct slots *s, u32 field, const u32 *sym,
				       u32 nr)
{
	u32 first = first_user(s, field), nr_folders = 0;

	for (u32 i = first; i < s->user.nr && s->user.at[i].field == field; i++, nr_folders++) {
		bool own = false;

		for (u32 k = 0; k < nr; k++)
			own |= p->w.sym.at[sym[k]].folder == s->user.at[i].folder;
		if (!own)
			return false;
	}
	for (u32 k = 0; k < nr; k++) {
		bool calls = false;

		for (u32 i = first; i < first + nr_folders; i++)
			calls |= p->w.sym.at[sym[k]].folder == s->user.at[i].folder;
		if (!calls)
			return false;
	}
	return nr_folders > 1;
}

static u32 record_of(const struct program *p, u32 field)
{
	const char *text = strtab_str(&p->w.field, field), *dot = strrchr(text, '.');

	return dot ? (u32)hash_bytes(text, (size_t)(dot - text)) : 0;
}

/* Records that two units describe differently: hash of their name -> 1. */
static void find_namesakes(const struct program *p, struct map *out)
{
	u32 *type = xcalloc(p->w.field.nr, sizeof(u32));

	for (u32 ui = 0; ui < p->w.unit.nr; ui++) {
		const struct ir_unit *u = p->w.unit.at[ui].u;

		for (u32 i = 0; i < u->nr_field; i++) {
			const char *name;
			u32 field = p->w.unit.at[ui].field[i], h;

			if (u->field[i].type == IR_NONE)
				continue;
			name = ir_text(u, u->type[u->field[i].type].name);
			/* one without a name is told by its place, which may be written in two ways */
			if (strchr(name, '/'))
				continue;
			h = (u32)hash_str(name) | 1;
			if (type[field] && type[field] != h)
				map_put(out, record_of(p, field), 1);
			type[field] = h;
		}
	}
	free(type);
}

static void make_set(struct program *p, const struct slots *s, const struct map *namesakes, u32 slot, const u32 *sym,
		     u32 nr)
{
	u64 key = s->key.at[slot];
	u32 field = (u32)key & (key >> 60 == 3 ? 0xfffffffu : UINT32_MAX);
	bool member = key >> 60 == 1 || key >> 60 == 3;
	struct target_set t = { .first = p->w.targets.sym.nr, .nr = nr };

	if (key >> 60 == 2 && rules_find_field(p->w.rules, "global", strtab_str(&p->w.str, p->w.sym.at[(u32)key].name)))
		return;
	if (member && (s->ruled.at[field] == 2 || (!s->ruled.at[field] && link_field_rule(p, field))))
		return;
	if (key >> 60 == 1 && nr > 1)
		t.split = map_get(namesakes, record_of(p, field)) != MAP_NONE ||
			  folders_keep_to_themselves(p, s, field, sym, nr);
	p->nr_targets_split += t.split;
	for (u32 i = 0; i < nr; i++)
		vec_push(&p->w.targets.sym, sym[i]);
	map_put(&p->w.targets.slot, key, p->w.targets.set.nr);
	vec_push(&p->w.targets.set, t);
}

/* How many edges of each kind there are, and how many calls without any. */
static void count_edges(struct program *p)
{
	struct target t[TARGETS_MAX];

	for (u32 s = 0; s < p->w.sym.nr; s++) {
		const struct flow_sym *g = &p->w.sym.at[s];
		const struct ir_unit *u;
		const struct ir_func *fn;

		if (g->func == IR_NONE || flow_is_modelled(&p->w, s))
			continue;
		u = p->w.unit.at[g->unit].u;
		fn = &u->func[g->func];
		for (u32 i = 0; i < fn->ev_nr; i++) {
			const struct ir_event *e = &ir_events(u, fn)[i];
			const struct target_set *set;
			const struct ir_val *v = &ir_vals(u, fn)[e->a];
			bool direct = v->kind == V_FUNC;

			if (e->kind != EV_CALL)
				continue;
			set = targets_of_call(&p->w, s, e);
			p->nr_indirect_sites += !direct || set;
			if (v->kind == V_FIELD && link_field_rule(p, p->w.unit.at[g->unit].field[v->b]))
				p->nr_indirect_ruled++;
			else
				p->nr_indirect_unresolved += !direct && !set;
			for (u32 n = set ? targets_of(&p->w, set, s, t) : 0; n; n--)
				p->nr_indirect_edges[t[n - 1].kind]++;
		}
	}
}

void link_targets(struct program *p)
{
	struct map namesakes = { 0 };
	struct slot_sets sets = { 0 };
	struct slots s = { 0 };

	slots_collect(p, &s);
	slots_solve(p, &s, &sets);
	sort_users(&s);
	find_namesakes(p, &namesakes);
	for (u32 i = 0; i < s.key.nr; i++)
		if (sets.at.at[i + 1] > sets.at.at[i])
			make_set(p, &s, &namesakes, i, sets.sym.at + sets.at.at[i], sets.at.at[i + 1] - sets.at.at[i]);
	count_edges(p);
	vec_free(&sets.at);
	vec_free(&sets.sym);
	map_free(&namesakes);
	slots_free(&s);
}
