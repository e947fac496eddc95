// SPDX-License-Identifier: GPL-2.0-only
/*
 * Functions through the graph of slots, until nothing moves.
 *
 * A slot passes on what fits its own type; it holds at most TARGETS_MAX functions, those that came first in the order of
 * the program.  What is cut there, and what has the wrong number of parameters, is counted.
 * Cost: each function enters each slot at most once, and then looks at the slot's edges.
 */
#include "link/link_slots.h"

#include <stdlib.h>

struct item {
	u32 slot, sym;
};

struct set {
	u8 nr;
	u8 cap;
	u32 *at;
};

struct solve {
	struct program *p;
	const struct slots *s;
	struct set *set;	/* per slot */
	u32 *first_edge;	/* per slot, + 1; edges in `to` */
	u32 *to;
	u8 *params;		/* per program symbol: number + 1, 0 = not asked yet */
	VEC(struct item) queue;
};

_Static_assert(TARGETS_MAX < 256, "struct set counts in a byte");

static bool fits(struct solve *v, u32 slot, u32 sym)
{
	const struct flow_sym *g = &v->p->w.sym.at[sym];
	u8 want = v->s->params.at[slot];

	if (want == PARAMS_UNKNOWN || g->func == IR_NONE)
		return true;
	if (!v->params[sym]) {
		const struct ir_unit *u = v->p->w.unit.at[g->unit].u;
		u8 n = count_params(ir_text(u, u->sym[u->func[g->func].sym].sig));

		v->params[sym] = n == PARAMS_UNKNOWN ? n : (u8)(n + 1);
	}
	return v->params[sym] == PARAMS_UNKNOWN || v->params[sym] == want + 1;
}

static void add(struct solve *v, u32 slot, u32 sym)
{
	struct set *s = &v->set[slot];

	for (u32 i = 0; i < s->nr; i++)
		if (s->at[i] == sym)
			return;
	if (!fits(v, slot, sym)) {
		v->p->nr_targets_misfit++;
		return;
	}
	if (s->nr == TARGETS_MAX) {
		v->p->nr_targets_dropped++;
		return;
	}
	if (s->nr == s->cap) {
		s->cap = s->cap ? (u8)(s->cap * 2) : 2;
		s->at = xrealloc(s->at, s->cap * sizeof(u32));
	}
	s->at[s->nr++] = sym;
	vec_push(&v->queue, (struct item){ slot, sym });
}

/* Edges by their start, in the order in which they were found. */
static void index_edges(struct solve *v)
{
	u32 nr = v->s->key.nr, *at = xcalloc((size_t)nr + 1, sizeof(u32));

	v->first_edge = xcalloc((size_t)nr + 1, sizeof(u32));
	v->to = xcalloc(v->s->edge.nr, sizeof(u32));
	for (u32 i = 0; i < v->s->edge.nr; i++)
		v->first_edge[v->s->edge.at[i].from + 1]++;
	for (u32 i = 0; i < nr; i++)
		v->first_edge[i + 1] += v->first_edge[i];
	for (u32 i = 0; i < v->s->edge.nr; i++) {
		u32 from = v->s->edge.at[i].from;

		v->to[v->first_edge[from] + at[from]++] = v->s->edge.at[i].to;
	}
	free(at);
}

static int by_sym(const void *pa, const void *pb)
{
	u32 a = *(const u32 *)pa, b = *(const u32 *)pb;

	return a < b ? -1 : a > b;
}

static void hand_out(struct solve *v, struct slot_sets *out)
{
	for (u32 i = 0; i < v->s->key.nr; i++) {
		struct set *s = &v->set[i];

		vec_push(&out->at, out->sym.nr);
		if (s->nr)
			qsort(s->at, s->nr, sizeof(u32), by_sym);
		for (u32 k = 0; k < s->nr; k++)
			vec_push(&out->sym, s->at[k]);
		free(s->at);
	}
	vec_push(&out->at, out->sym.nr);
}

void slots_solve(struct program *p, struct slots *s, struct slot_sets *out)
{
	struct solve v = { .p = p, .s = s };

	v.set = xcalloc(s->key.nr, sizeof(*v.set));
	v.params = xcalloc(p->w.sym.nr, 1);
	index_edges(&v);
	for (u32 i = 0; i < s->source.nr; i++)
		add(&v, s->source.at[i].slot, s->source.at[i].sym);
	for (u32 at = 0; at < v.queue.nr; at++) {
		struct item it = v.queue.at[at];

		for (u32 e = v.first_edge[it.slot]; e < v.first_edge[it.slot + 1]; e++)
			add(&v, v.to[e], it.sym);
	}
	hand_out(&v, out);
	free(v.set);
	free(v.params);
	free(v.first_edge);
	free(v.to);
	vec_free(&v.queue);
}
