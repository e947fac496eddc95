// SPDX-License-Identifier: GPL-2.0-only
/*
 * The memory effects of a whole program: what its members and kinds of memory are, then every function.
 *
 * Input: the linked program, its rules, and what a model knows.  Output: struct mem, with effects and hits; what only
 * the whole program tells of a hit is judged in the end.  Functions go bottom-up, in the program's order, each once.
 * Cost: that of mem_function() for each; the rest is one pass over symbols, members and records.
 */
#include <stdlib.h>
#include <string.h>

#include "mem/mem_int.h"
#include "mem/mem_model.h"

/*
 * Do those who use the member rather look first?  Where the same file looks, it may be missing on purpose; when only
 * others do, it may be missing, but a function that can say so should when memory is short.
 */
static bool tolerated(const struct mem *m, const struct mem_hit *h)
{
	struct mem_belief all = mem_belief(m, h->have, IR_NONE);
	struct mem_belief here = mem_belief(m, h->have, m->p->w.sym.at[h->fn].file);

	if (all.callers_look || (here.guarded + here.tested && here.relied <= here.guarded + here.tested))
		return true;
	return all.guarded + all.tested && all.relied <= all.guarded + all.tested && !m->eff[h->fn].can_fail;
}

/* Stored without a test, but whoever uses the member looks first. */
static void drop_tested(struct mem *m)
{
	u32 n = 0;

	for (u32 i = 0; i < m->hit.nr; i++) {
		const struct mem_hit *h = &m->hit.at[i];

		if (h->check == MEM_UNCHECKED && (h->how == HOW_STORED || h->how == HOW_DROPPED) && tolerated(m, h))
			continue;
		m->hit.at[n] = m->hit.at[i];
		/* whoever does not ask the callee may well know why, unless somebody relies on it right here */
		if (h->how == HOW_DROPPED && !mem_belief(m, h->have, m->p->w.sym.at[h->fn].file).relied)
			m->hit.at[n].confidence = 0;
		n++;
	}
	m->hit.nr = n;
}

/* Does a record of rules/ name a member of that type for what the last reference runs (release=struct:x.release)? */
static bool has_release(const struct mem *m, const char *type)
{
	const struct rules *rules = m->p->w.rules;
	size_t n = strlen(type);

	for (u32 i = 0; i < rules->rule.nr; i++) {
		const struct rule *k = &rules->rule.at[i];

		for (u32 j = 0; k->kind == RULE_FREE && j < k->near_nr; j++) {
			const char *name = strtab_str(&rules->str, rules->near.at[k->near_at + j]);

			if (!strncmp(name, type, n) && name[n] == '.')
				return true;
		}
	}
	return false;
}

/* What the units say of the types of members. */
static void find_members(struct mem *m, const struct flow_unit *fu)
{
	const struct ir_unit *u = fu->u;

	for (u32 k = 0; k < u->nr_field; k++) {
		u32 type = u->field[k].type, field = fu->field[k];
		u8 kind = type < u->nr_type ? u->type[type].kind : T_OTHER;
		const struct ir_type *to = kind == T_PTR && u->type[type].elem < u->nr_type ? &u->type[u->type[type].elem] : NULL;

		m->is_pointer[field] |= kind == T_PTR;
		m->is_inner[field] |= u->field[k].off && u->field[k].off != IR_NONE;
		m->is_array[field] |= kind == T_ARRAY;
		m->is_anonymous[field] |= kind == T_RECORD && strchr(ir_text(u, u->type[type].name), '(');
		m->is_link[field] |= to && to->kind == T_RECORD && !strcmp(ir_text(u, to->name), ir_text(u, u->field[k].rec));
		if (to && to->kind == T_RECORD && !m->is_table[field])
			m->is_table[field] = has_release(m, ir_text(u, to->name));
	}
}

struct kinds {
	const char *first[64];	/* type of one that is a record */
	s32 plain[64];
};

static void find_kind(struct mem *m, struct kinds *t, const struct rule *k, const char *sig)
{
	bool bytes = !strncmp(sig, "void *(", 7) || !strncmp(sig, "char *(", 7);

	for (u32 b = 0; b < 64; b++) {
		if (!(k->by & 1ull << b))
			continue;
		t->plain[b] += bytes ? 1 : -1;
		if (bytes)
			continue;
		if (t->first[b] && strncmp(t->first[b], sig, strcspn(sig, "(")))
			m->by_mixed |= 1ull << b;
		t->first[b] = sig;
	}
}

/* Which kinds of memory are bytes, which are records of several types: what the prototypes of their allocators say. */
static void find_kinds(struct mem *m)
{
	u8 *seen = xcalloc(m->p->w.sym.nr + 1, 1);
	struct kinds t = { 0 };

	for (u32 i = 0; i < m->p->w.unit.nr; i++) {
		const struct flow_unit *fu = &m->p->w.unit.at[i];

		for (u32 n = 0; n < fu->u->nr_sym && !fu->is_model; n++) {
			u32 sym = fu->sym[n];

			if (seen[sym] || !m->p->w.sym.at[sym].rule)
				continue;
			seen[sym] = 1;
			for (const struct rule *k = m->p->w.sym.at[sym].rule; k; k = rules_next(m->p->w.rules, k))
				if (k->kind == RULE_NEW && k->arg < 0)
					find_kind(m, &t, k, ir_text(fu->u, fu->u->sym[n].sig));
		}
	}
	for (u32 i = 0; i < m->p->w.rules->rule.nr; i++) {
		const struct rule *k = &m->p->w.rules->rule.at[i];

		m->by_maybe |= k->kind == RULE_NEW && k->maybe ? k->by : 0;
		/* no allocator of that kind is in sight: those that take flags return bytes, most of them */
		for (u32 b = 0; b < 64 && k->kind == RULE_NEW && k->gfp >= 0; b++)
			if (k->by & 1ull << b && !t.plain[b] && !t.first[b])
				m->by_plain |= 1ull << b;
		/* what can be made larger is bytes, too */
		for (u32 b = 0; b < 64 && k->kind == RULE_REALLOC; b++)
			if (k->by & 1ull << b && !t.plain[b] && !t.first[b])
				m->by_plain |= 1ull << b;
	}
	for (u32 b = 0; b < 64; b++)
		if (t.plain[b] > 0)
			m->by_plain |= 1ull << b;
	m->by_mixed &= ~m->by_plain;
	free(seen);
}

/* Those that call each other run twice: the first time they take each other as unknown. */
static u32 component(struct mrun *r, u32 first)
{
	const u32 *sym = &r->p->order.at[first];
	u32 left = r->p->order.nr - first, nr = 1;

	while (nr < left && r->w->sym.at[sym[nr]].component == r->w->sym.at[*sym].component)
		nr++;
	r->draft = true;
	for (u32 i = 0; nr > 1 && i < nr; i++)
		mem_function(r, sym[i]);
	r->draft = false;
	for (u32 i = 0; i < nr; i++)
		mem_function(r, sym[i]);
	return nr;
}

void mem_solve(struct mem *m, const struct program *p)
{
	struct mrun r = { .m = m, .p = p, .w = &p->w, .stats = &m->stats };
	struct flow_stats unused = { 0 };

	*m = (struct mem){ .p = p, .eff = xcalloc(p->w.sym.nr, sizeof(*m->eff)) };
	strtab_init(&m->str);
	mem_read_model(m);
	m->bloom = xcalloc(p->w.field.nr + 1, sizeof(*m->bloom));
	m->alias_bit = xcalloc(p->w.field.nr + 1, 1);
	for (u32 i = 0; i < p->w.field.nr; i++) {
		m->alias_bit[i] = (u8)hash_str(strtab_str(&p->w.field, i));
		m->bloom[i] = 1ull << (m->alias_bit[i] % 64);
	}
	m->is_pointer = xcalloc(p->w.field.nr + 1, 1);
	m->is_array = xcalloc(p->w.field.nr + 1, 1);
	m->is_anonymous = xcalloc(p->w.field.nr + 1, 1);
	m->is_weak = xcalloc(p->w.field.nr + 1, 1);
	m->is_link = xcalloc(p->w.field.nr + 1, 1);
	m->is_part = xcalloc(p->w.field.nr + 1, 1);
	for (u32 i = 0; i < p->w.field.nr; i++) {
		for (const struct rule *k = link_member_rules(p, i); k; k = rules_next(p->w.rules, k)) {
			m->is_weak[i] |= k->kind == RULE_BORROW;
			m->is_part[i] |= k->kind == RULE_PART;
		}
	}
	m->is_inner = xcalloc(p->w.field.nr + 1, 1);
	m->is_table = xcalloc(p->w.field.nr + 1, 1);
	for (u32 i = 0; i < p->w.unit.nr; i++)
		find_members(m, &p->w.unit.at[i]);
	for (u32 i = 0; i < p->w.rules->rule.nr; i++)
		if (p->w.rules->rule.at[i].kind == RULE_NEW && p->w.rules->rule.at[i].arg < 0)
			m->by_returned |= p->w.rules->rule.at[i].by;
	find_kinds(m);
	for (u32 i = 0; i < p->w.rules->rule.nr; i++)
		if (p->w.rules->rule.at[i].kind == RULE_NEW && p->w.rules->rule.at[i].pop)
			m->by_queued |= p->w.rules->rule.at[i].by;
	r.f = flow_new((struct world *)&p->w, &unused);
	for (u32 i = 0; i < p->order.nr;)
		i += component(&r, i);
	drop_tested(m);
	mem_grade_left(m);
	mem_forgotten(m);
	flow_free(r.f);
	mem_run_free(&r);
}

void mem_free(struct mem *m)
{
	for (u32 i = 0; i < m->p->w.sym.nr; i++)
		mem_free_exits(&m->eff[i]);
	free(m->eff);
	free(m->bloom);
	free(m->alias_bit);
	free(m->is_pointer);
	free(m->is_array);
	free(m->is_anonymous);
	free(m->is_weak);
	free(m->is_link);
	free(m->is_inner);
	free(m->is_part);
	free(m->is_table);
	vec_free(&m->hit);
	strtab_free(&m->str);
	map_free(&m->member);
	map_free(&m->cleaned);
	vec_free(&m->end);
	map_free(&m->together);
	map_free(&m->owned);
	map_free(&m->gone);
	map_free(&m->touched);
}
