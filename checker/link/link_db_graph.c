// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nodes and edges of a link database.
 *
 * Functions: those that were read, and those that are called, passed or put somewhere by name.  Members: those that are
 * called through, or that a function is put into.  Who puts what where is collected here once more, with its place and
 * without the bounds of link_indirect.c: a person who asks wants all of them, and sees which ones the analysis
 * followed.
 */
#include "link/link_db_int.h"

#include <stdlib.h>
#include <string.h>

/* A function is put into a member. */
struct ldb_put {
	u32 field, sym;
	u32 unit;
	struct ir_loc loc;
	u32 order;
};

typedef VEC(struct ldb_put) put_list;

static int by_put(const void *pa, const void *pb)
{
	const struct ldb_put *a = pa, *b = pb;

	if (a->field != b->field)
		return a->field < b->field ? -1 : 1;
	if (a->sym != b->sym)
		return a->sym < b->sym ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

static void put(put_list *out, u32 field, u32 sym, u32 unit, struct ir_loc loc)
{
	vec_push(out, (struct ldb_put){ field, sym, unit, loc, out->nr });
}

static void puts_of_function(const struct ldb_maker *m, u32 sym, put_list *out)
{
	const struct ir_unit *u;
	const struct ir_func *fn = ldb_func(m, sym, &u);
	u32 unit = m->p->w.sym.at[sym].unit;
	const struct flow_unit *fu = &m->p->w.unit.at[unit];

	for (u32 i = 0; i < fn->ev_nr; i++) {
		const struct ir_event *e = &ir_events(u, fn)[i];
		const struct ir_val *to = &ir_vals(u, fn)[e->a], *v;

		if (e->kind != EV_SET || to->kind != V_FIELD)
			continue;
		v = &ir_vals(u, fn)[e->b];
		if (v->kind == V_FUNC)
			put(out, fu->field[to->b], fu->sym[v->a], unit, e->loc);
	}
}

/* Sorted by member and function, each pair once: a header's initialiser is in many units. */
static void all_puts(const struct ldb_maker *m, put_list *out)
{
	u32 n = 0;

	for (u32 ui = 0; ui < m->p->w.unit.nr; ui++) {
		const struct flow_unit *fu = &m->p->w.unit.at[ui];

		for (u32 i = 0; i < fu->u->nr_init; i++) {
			const struct ir_init *in = &fu->u->init[i];

			if (in->field != IR_NONE && fu->u->sym[in->sym].kind == SYM_FUNC)
				put(out, fu->field[in->field], fu->sym[in->sym], ui, in->loc);
		}
	}
	for (u32 s = 0; s < m->p->w.sym.nr; s++)
		if (m->p->w.sym.at[s].func != IR_NONE)
			puts_of_function(m, s, out);
	if (out->nr)
		qsort(out->at, out->nr, sizeof(out->at[0]), by_put);
	for (u32 i = 0; i < out->nr; i++)
		if (!n || out->at[n - 1].field != out->at[i].field || out->at[n - 1].sym != out->at[i].sym)
			out->at[n++] = out->at[i];
	out->nr = n;
}

/* ---- nodes ---- */

static int by_name(const void *pa, const void *pb, void *ctx)
{
	const struct world *w = ctx;
	u32 sa = *(const u32 *)pa, sb = *(const u32 *)pb;
	const struct flow_sym *a = &w->sym.at[sa], *b = &w->sym.at[sb];
	int c;

	if (a->name != b->name)
		return strcmp(strtab_str(&w->str, a->name), strtab_str(&w->str, b->name));
	c = a->file == b->file ? 0 : strcmp(strtab_str(&w->str, a->file), strtab_str(&w->str, b->file));
	return c ? c : sa < sb ? -1 : sa > sb;
}

static const char *member_name(const struct world *w, u32 field)
{
	const char *s = strtab_str(&w->field, field);

	return strncmp(s, "struct ", 7) ? s : s + 7;
}

static int by_member(const void *pa, const void *pb, void *ctx)
{
	u32 a = *(const u32 *)pa, b = *(const u32 *)pb;
	int c = strcmp(member_name(ctx, a), member_name(ctx, b));

	return c ? c : a < b ? -1 : a > b;
}

static void function_node(struct ldb_maker *m, u32 sym)
{
	const struct flow_sym *g = &m->p->w.sym.at[sym];
	const struct fn_context *c = &m->p->context[sym];
	struct ldb_node n = {
		.name = ldb_add(m, strtab_str(&m->p->w.str, g->name)),
		.file = ldb_add(m, strtab_str(&m->p->w.str, g->file)),
	};
	const struct ir_unit *u;

	if (g->func != IR_NONE) {
		n.flags |= LDB_DEFINED;
		n.line = ldb_func(m, sym, &u)->loc.line;
	}
	n.flags |= g->flags & IR_SYM_STATIC ? LDB_STATIC : 0;
	n.flags |= g->flags & IR_SYM_EXPORTED ? LDB_EXPORTED : 0;
	if (c->reached) {
		n.flags |= LDB_REACHED | (c->process ? LDB_PROCESS : 0) | (c->unknown ? LDB_UNKNOWN : 0);
		n.may = c->may;
		n.must = c->must;
	}
	m->node_of[sym] = m->node.nr;
	vec_push(&m->node, n);
}

/* Which members are called through; which functions are named in a function. */
static void uses(struct ldb_maker *m, u8 *used_sym, u8 *used_field)
{
	const struct program *p = m->p;

	for (u32 s = 0; s < p->w.sym.nr; s++) {
		const struct ir_unit *u;
		const struct ir_func *fn;

		if (p->w.sym.at[s].func == IR_NONE)
			continue;
		used_sym[s] = 1;
		fn = ldb_func(m, s, &u);
		for (u32 i = 0; i < fn->ev_nr; i++) {
			const struct ir_event *e = &ir_events(u, fn)[i];
			const struct ir_val *v = &ir_vals(u, fn)[e->a];

			if (e->kind == EV_CALL && v->kind == V_FIELD)
				used_field[p->w.unit.at[p->w.sym.at[s].unit].field[v->b]] = 1;
		}
	}
	for (u32 i = 0; i < p->edge.nr; i++)
		used_sym[p->edge.at[i].to] = 1;
}

static void push_nodes(struct ldb_maker *m, const u8 *used_sym, const u8 *used_field)
{
	const struct world *w = &m->p->w;

	for (u32 s = 0; s < w->sym.nr; s++)
		if (used_sym[s])
			vec_push(&m->sym, s);
	for (u32 f = 0; f < w->field.nr; f++)
		if (used_field[f])
			vec_push(&m->member, f);
	if (m->sym.nr)
		qsort_r(m->sym.at, m->sym.nr, sizeof(u32), by_name, (void *)w);
	if (m->member.nr)
		qsort_r(m->member.at, m->member.nr, sizeof(u32), by_member, (void *)w);
	vec_reserve(&m->node, m->sym.nr + m->member.nr);
	for (u32 i = 0; i < m->sym.nr; i++)
		function_node(m, m->sym.at[i]);
	for (u32 i = 0; i < m->member.nr; i++) {
		m->member_of[m->member.at[i]] = m->node.nr;
		vec_push(&m->node, (struct ldb_node){ .name = ldb_add(m, member_name(w, m->member.at[i])),
			.flags = LDB_MEMBER });
	}
}

void ldb_nodes(struct ldb_maker *m)
{
	const struct world *w = &m->p->w;
	u8 *used_sym = xcalloc(w->sym.nr, 1), *used_field = xcalloc(w->field.nr, 1);
	put_list all = { 0 };

	m->node_of = xcalloc(w->sym.nr, sizeof(u32));
	m->member_of = xcalloc(w->field.nr, sizeof(u32));
	memset(m->node_of, 0xff, w->sym.nr * sizeof(u32));
	memset(m->member_of, 0xff, w->field.nr * sizeof(u32));
	uses(m, used_sym, used_field);
	all_puts(m, &all);
	for (u32 i = 0; i < all.nr; i++) {
		used_sym[all.at[i].sym] = 1;
		used_field[all.at[i].field] = 1;
	}
	push_nodes(m, used_sym, used_field);
	/* kept for ldb_edges(): an edge from a member for each */
	m->put = all.at;
	m->nr_put = all.nr;
	free(used_sym);
	free(used_field);
}

/* ---- edges ---- */

static struct ldb_edge edge_at(struct ldb_maker *m, const struct ir_unit *u, struct ir_loc loc, u32 from, u32 to,
			       enum ldb_edge_kind kind)
{
	return (struct ldb_edge){ .from = from, .to = to, .kind = (u8)kind, .line = loc.line, .col = loc.col,
		.file = ldb_add(m, ir_text(u, u->file[loc.file].path)) };
}

static void call_text(const struct ir_unit *u, const struct ir_func *fn, const struct ir_event *e, struct strbuf *out)
{
	const struct ir_val *v = &ir_vals(u, fn)[e->a];

	if (e->name)
		strbuf_printf(out, "%s()", ir_text(u, e->name));
	else if (v->kind == V_FUNC)
		strbuf_printf(out, "%s()", ir_text(u, u->sym[v->a].name));
	else if (v->kind == V_FIELD)
		strbuf_printf(out, "->%s()", ir_text(u, u->field[v->b].name));
	else
		strbuf_puts(out, "a function");
}

/* What the analysis found out about a call. */
static void call_facts(struct ldb_edge *d, const struct edge *k)
{
	d->held_may |= (u16)k->held_may;
	d->held_must = (u16)k->held_must;
	d->flags |= k->seen ? LDB_FOLLOWED : 0;
	d->flags |= k->free ? LDB_FREE : 0;
}

/* "file_operations.open", or the pointer as it is written. */
static ir_str pointer_words(struct ldb_maker *m, const struct flow_unit *fu, const struct ir_func *fn, ir_val_id v)
{
	const struct ir_val *val = &ir_vals(fu->u, fn)[v];

	if (val->kind == V_FIELD)
		return ldb_add(m, member_name(&m->p->w, fu->field[val->b]));
	strbuf_reset(&m->sb);
	ir_print_val(fu->u, fn, v, &m->sb);
	return ldb_add(m, strbuf_str(&m->sb));
}

/* Targets that are known but that the analysis did not follow from here. */
static void more_targets(struct ldb_maker *m, struct ldb_edge like, u32 sym, const struct ir_event *e, u32 first)
{
	const struct target_set *set = targets_of_call(&m->p->w, sym, e);
	struct target t[TARGETS_MAX];
	u32 nr = set ? targets_of(&m->p->w, set, sym, t) : 0;

	for (u32 i = 0; i < nr; i++) {
		bool there = m->node_of[t[i].sym] == IR_NONE;

		for (u32 k = first; k < m->edge.nr; k++)
			there |= m->edge.at[k].kind == LDB_INDIRECT && m->edge.at[k].to == m->node_of[t[i].sym];
		like.to = m->node_of[t[i].sym];
		if (!there)
			vec_push(&m->edge, like);
	}
}

/* The edges of one event: p->edge from *at on. */
static void event_edges(struct ldb_maker *m, u32 node, const struct flow_unit *fu, const struct ir_func *fn, u32 event,
			u32 *at)
{
	const struct program *p = m->p;
	u32 sym = m->sym.at[node], end = p->first_edge.at[sym + 1], first = m->edge.nr;
	const struct ir_event *e = &ir_events(fu->u, fn)[event];
	const struct ir_val *v = &ir_vals(fu->u, fn)[e->a];
	bool indirect = e->kind == EV_CALL && v->kind != V_FUNC;
	struct ldb_edge like = edge_at(m, fu->u, e->loc, node, 0, indirect ? LDB_INDIRECT : LDB_DIRECT);

	if (indirect)
		like.label = pointer_words(m, fu, fn, e->a);
	else if (e->kind == EV_CALL && e->name)
		like.label = ldb_add(m, ir_text(fu->u, e->name));
	if (indirect && v->kind == V_FIELD) {
		vec_push(&m->edge, like);
		m->edge.at[first].to = m->member_of[fu->field[v->b]];
		m->edge.at[first].kind = LDB_THROUGH;
	}
	for (; *at < end && p->edge.at[*at].event == event; (*at)++) {
		const struct edge *k = &p->edge.at[*at];
		struct ldb_edge d = like;

		d.to = m->node_of[k->to];
		if (k->passed) {
			d.kind = LDB_PASSED;
			strbuf_reset(&m->sb);
			call_text(fu->u, fn, e, &m->sb);
			d.label = ldb_add(m, strbuf_str(&m->sb));
		} else if (k->field != IR_NONE && !indirect) {
			/* of a function that is only a name for others */
			d.kind = LDB_INDIRECT;
			d.label = ldb_add(m, ir_text(fu->u, fu->u->sym[v->a].name));
		}
		call_facts(&d, k);
		if (first < m->edge.nr && m->edge.at[first].kind == LDB_THROUGH && !k->passed)
			call_facts(&m->edge.at[first], k);
		vec_push(&m->edge, d);
	}
	if (e->kind != EV_CALL)
		return;
	like.kind = LDB_INDIRECT;
	if (!indirect)
		like.label = ldb_add(m, ir_text(fu->u, fu->u->sym[v->a].name));
	more_targets(m, like, sym, e, first);
}

static void function_edges(struct ldb_maker *m, u32 node)
{
	u32 sym = m->sym.at[node], at = m->p->first_edge.at[sym];
	const struct ir_unit *u;
	const struct ir_func *fn;

	m->node.at[node].edge_at = m->edge.nr;
	if (m->p->w.sym.at[sym].func == IR_NONE)
		return;
	fn = ldb_func(m, sym, &u);
	for (u32 i = 0; i < fn->ev_nr; i++)
		event_edges(m, node, &m->p->w.unit.at[m->p->w.sym.at[sym].unit], fn, i, &at);
	m->node.at[node].edge_nr = m->edge.nr - m->node.at[node].edge_at;
}

static int by_node(const void *pa, const void *pb)
{
	const struct ldb_edge *a = pa, *b = pb;

	return a->to < b->to ? -1 : a->to > b->to;
}

/* The puts of one member, m->put[at .. at + nr). */
static void edges_of_member(struct ldb_maker *m, u32 node, u32 at, u32 nr, const struct map *followed)
{
	u32 first = m->edge.nr;

	for (u32 i = at; i < at + nr; i++) {
		const struct ldb_put *t = &m->put[i];
		struct ldb_edge e = edge_at(m, m->p->w.unit.at[t->unit].u, t->loc, node, m->node_of[t->sym], LDB_TARGET);

		e.flags = map_get(followed, (u64)t->field << 32 | t->sym) == MAP_NONE ? 0 : LDB_FOLLOWED;
		vec_push(&m->edge, e);
	}
	if (nr)
		qsort(m->edge.at + first, nr, sizeof(m->edge.at[0]), by_node);
	m->node.at[node].edge_at = first;
	m->node.at[node].edge_nr = nr;
}

/* m->put is sorted by field: the part of each member is one run.  Edges in the order of the nodes. */
static void member_edges(struct ldb_maker *m, const struct map *followed)
{
	u32 *first = xcalloc((size_t)m->p->w.field.nr + 1, sizeof(*first));

	for (u32 i = 0; i < m->nr_put; i++)
		first[m->put[i].field + 1]++;
	for (u32 f = 0; f < m->p->w.field.nr; f++)
		first[f + 1] += first[f];
	for (u32 i = 0; i < m->member.nr; i++) {
		u32 field = m->member.at[i];

		edges_of_member(m, m->member_of[field], first[field], first[field + 1] - first[field], followed);
	}
	free(first);
}

void ldb_edges(struct ldb_maker *m)
{
	struct map followed = { 0 };	/* member and function: from somewhere */

	for (u32 i = 0; i < m->sym.nr; i++)
		function_edges(m, i);
	for (u32 i = 0; i < m->p->edge.nr; i++)
		if (m->p->edge.at[i].field != IR_NONE)
			map_put(&followed, (u64)m->p->edge.at[i].field << 32 | m->p->edge.at[i].to, 1);
	member_edges(m, &followed);
	map_free(&followed);
	free(m->put);
	m->put = NULL;
}
