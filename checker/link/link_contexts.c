// SPDX-License-Identifier: GPL-2.0-only
/*
 * Contexts, top-down: in which contexts may each function be entered?
 *
 * Two answers are kept apart: `may` is the union over all ways in, `must` what all of them have in common.  Process
 * context is the empty set.  A function that nothing calls and nothing registers, one that is exported, and one whose
 * address goes somewhere unknown may be called from process context.  The witness is the edge, or the root, through
 * which a context arrived first; roots come in the order of the program, so the result is deterministic.
 *
 * Cost: each edge is looked at once per change of its caller; bit sets only grow or shrink, so a few times at most.
 */
#include <stdlib.h>

#include "link/link.h"

struct walk {
	struct program *p;
	VEC(u32) queue;
	u8 *queued;
};

static void enter(struct walk *w, u32 sym, struct fn_context in, u32 via_edge)
{
	struct fn_context *c = &w->p->context[sym], old = *c;

	if (!c->reached)
		c->must = in.must;
	c->reached = true;
	c->must &= in.must;
	if ((in.may & ~c->may) && !c->via_edge && !c->via_root) {
		c->via_edge = via_edge;
		c->via_root = in.via_root;
	}
	c->may |= in.may;
	c->process |= in.process;
	if (old.reached && old.may == c->may && old.must == c->must && old.process == c->process)
		return;
	if (!w->queued[sym]) {
		w->queued[sym] = 1;
		vec_push(&w->queue, sym);
	}
}

static void start(struct walk *w)
{
	struct program *p = w->p;
	u8 *called = xcalloc(p->w.sym.nr, 1), *rooted = xcalloc(p->w.sym.nr, 1);

	for (u32 i = 0; i < p->root.nr; i++) {
		const struct root *r = &p->root.at[i];

		rooted[r->sym] = 1;
		enter(w, r->sym, (struct fn_context){ .may = r->context, .must = r->context,
			.process = !r->context, .via_root = i + 1 }, 0);
	}
	for (u32 i = 0; i < p->edge.nr; i++)
		called[p->edge.at[i].to] |= p->edge.at[i].passed ? 2 : 1;
	for (u32 s = 0; s < p->w.sym.nr; s++) {
		bool unknown = !called[s] || (called[s] & 2) || (p->w.sym.at[s].flags & IR_SYM_EXPORTED);

		if (p->w.sym.at[s].func != IR_NONE && unknown && !rooted[s])
			enter(w, s, (struct fn_context){ .process = true }, 0);
	}
	free(called);
	free(rooted);
}

void link_contexts(struct program *p)
{
	struct walk w = { .p = p, .queued = xcalloc(p->w.sym.nr, 1) };

	p->context = xcalloc(p->w.sym.nr, sizeof(*p->context));
	start(&w);
	for (u32 at = 0; at < w.queue.nr; at++) {
		u32 s = w.queue.at[at];
		struct fn_context out = p->context[s];

		w.queued[s] = 0;
		out.via_root = 0;
		for (u32 i = p->first_edge.at[s]; i < p->first_edge.at[s + 1]; i++)
			if (!p->edge.at[i].passed)
				enter(&w, p->edge.at[i].to, out, i + 1);
	}
	vec_free(&w.queue);
	free(w.queued);
}
