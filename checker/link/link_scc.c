// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bottom-up order: strongly connected components of the direct call graph (Tarjan), callees first.  Members of a
 * recursive component stand in the order in which they were found; their effects settle over the rounds.
 * A component's level is one above the highest that it calls.  Iterative, because call chains of a kernel are deeper than a stack likes.  O(functions + edges).
 */
#include <stdlib.h>

#include "link/link.h"

struct frame {
	u32 sym, edge;
};

struct tarjan {
	struct program *p;
	u32 *index, *low;
	u8 *on_stack;
	u32 next;
	u32 nr;			/* components */
	VEC(u32) stack;
	VEC(struct frame) call;
};

/* `fn = ok ? a : b; fn(x)` says who is called as well as a(x) does. */
static bool is_ordered(const struct edge *e)
{
	return e->field == IR_NONE || e->own;
}

/* One more than the highest level that a function of the component calls; those are known by now. */
static u32 level_of(const struct tarjan *t, u32 first)
{
	const struct program *p = t->p;
	u32 level = 0;

	for (u32 k = first; k < t->stack.nr; k++) {
		u32 s = t->stack.at[k];

		for (u32 i = p->first_edge.at[s]; i < p->first_edge.at[s + 1]; i++) {
			const struct edge *e = &p->edge.at[i];

			if (is_ordered(e) && !t->on_stack[e->to])
				level = MAX(level, p->w.sym.at[e->to].level + 1);
		}
	}
	return level;
}

static void component(struct tarjan *t, u32 root)
{
	u32 first = t->stack.nr, level, s;

	while (t->stack.at[--first] != root)
		;
	t->p->nr_sccs_recursive += t->stack.nr - first > 1;
	level = level_of(t, first);
	do {
		s = vec_pop(&t->stack);
		t->on_stack[s] = 0;
		t->p->w.sym.at[s].level = level;
		t->p->w.sym.at[s].component = t->nr;
		if (t->p->w.sym.at[s].func != IR_NONE && !flow_is_modelled(&t->p->w, s))
			vec_push(&t->p->order, s);
	} while (s != root);
	t->nr++;
}

static void enter(struct tarjan *t, u32 s)
{
	t->index[s] = t->low[s] = ++t->next;
	t->on_stack[s] = 1;
	vec_push(&t->stack, s);
	vec_push(&t->call, (struct frame){ s, t->p->first_edge.at[s] });
}

static void visit(struct tarjan *t, u32 start)
{
	enter(t, start);
	while (t->call.nr) {
		struct frame *f = &vec_last(&t->call);
		u32 s = f->sym;

		if (f->edge < t->p->first_edge.at[s + 1]) {
			const struct edge *e = &t->p->edge.at[f->edge++];
			u32 to = e->to;

			/* through them everything calls everything: those settle over the rounds */
			if (!is_ordered(e))
				continue;
			if (!t->index[to])
				enter(t, to);
			else if (t->on_stack[to])
				t->low[s] = MIN(t->low[s], t->index[to]);
			continue;
		}
		t->call.nr--;
		if (t->call.nr) {
			u32 up = vec_last(&t->call).sym;

			t->low[up] = MIN(t->low[up], t->low[s]);
		}
		if (t->low[s] == t->index[s])
			component(t, s);
	}
}

void link_order(struct program *p)
{
	struct tarjan t = { .p = p };

	t.index = xcalloc(p->w.sym.nr, sizeof(u32));
	t.low = xcalloc(p->w.sym.nr, sizeof(u32));
	t.on_stack = xcalloc(p->w.sym.nr, 1);
	for (u32 s = 0; s < p->w.sym.nr; s++)
		if (!t.index[s])
			visit(&t, s);
	free(t.index);
	free(t.low);
	free(t.on_stack);
	vec_free(&t.stack);
	vec_free(&t.call);
}
