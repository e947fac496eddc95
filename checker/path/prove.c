// SPDX-License-Identifier: GPL-2.0-only
/*
 * The question: a chain is replayed; when it can happen only for some values of the first function's parameters, and all
 * callers of that function are known, one of them must pass such values: the chain is replayed from each of them.  What
 * is found is replayed once more with what the driver stores in the members that are tested (member.c).
 */
#include <stdlib.h>
#include <string.h>

#include "path/path_int.h"

struct prover *prover_new(struct program *program)
{
	struct prover *p = xcalloc(1, sizeof(*p));

	p->p = program;
	p->f = flow_new(&program->w, &p->flow_stats);
	replay_hooks(p);
	return p;
}

void prover_free(struct prover *p)
{
	flow_free(p->f);
	free(p->by_callee);
	free(p->first_caller);
	map_free(&p->base_of);
	map_free(&p->written);
	member_free(p);
	vec_free(&p->base);
	free(p);
}

const struct path_stats *path_stats(const struct prover *p)
{
	return &p->stats;
}

/* Counting sort of the edges by the function that they call. */
static void index_callers(struct prover *p)
{
	u32 nr = p->p->w.sym.nr;

	p->first_caller = xcalloc(nr + 2u, sizeof(u32));
	p->by_callee = xcalloc(p->p->edge.nr + 1u, sizeof(u32));
	for (u32 i = 0; i < p->p->edge.nr; i++)
		p->first_caller[p->p->edge.at[i].to + 2]++;
	for (u32 i = 2; i < nr + 2; i++)
		p->first_caller[i] += p->first_caller[i - 1];
	for (u32 i = 0; i < p->p->edge.nr; i++)
		p->by_callee[p->first_caller[p->p->edge.at[i].to + 1]++] = i;
}

/* The calls of fn when all of them are known, few, and direct; else 0. */
static u32 callers_of(struct prover *p, u32 fn, struct path_link *out)
{
	const struct fn_context *cx = &p->p->context[fn];
	u32 first, end;

	if (!p->by_callee)
		index_callers(p);
	first = p->first_caller[fn];
	end = p->first_caller[fn + 1];
	if (cx->unknown || cx->first_root || first == end || end - first > PATH_MAX_CALLERS)
		return 0;
	for (u32 i = first; i < end; i++) {
		const struct edge *e = &p->p->edge.at[p->by_callee[i]];

		if (e->field != IR_NONE || e->passed || e->from == fn)
			return 0;
		out[i - first] = (struct path_link){ e->from, e->event };
	}
	return end - first;
}

static enum path_verdict prove(struct prover *p, const struct path_chain *c, u32 up)
{
	struct path_link caller[PATH_MAX_CALLERS], longer[PATH_MAX_DEPTH];
	struct path_chain above = *c;
	u32 nr;

	p->chain = c;
	replay_run(p);
	if (!p->found)
		return p->cut ? PATH_UNKNOWN : PATH_REFUTED;
	if (!p->on_params || c->context || up >= PATH_MAX_UP || c->nr + 2 >= PATH_MAX_DEPTH)
		return PATH_FOUND;
	nr = callers_of(p, c->at[0].fn, caller);
	if (!nr)
		return PATH_FOUND;
	memcpy(longer + 1, c->at, c->nr * sizeof(longer[0]));
	above.at = longer;
	above.nr++;
	for (u32 i = 0; i < nr; i++) {
		longer[0] = caller[i];
		if (prove(p, &above, up + 1) != PATH_REFUTED)
			return PATH_FOUND;
	}
	return PATH_REFUTED;
}

enum path_verdict path_prove(struct prover *p, const struct path_chain *c)
{
	enum path_verdict v = PATH_UNKNOWN;

	p->asked = p->trusting = false;
	if (c->nr && c->nr + 2 < PATH_MAX_DEPTH)
		v = prove(p, c, 0);
	if (v == PATH_FOUND && p->asked) {
		p->trusting = true;
		if (prove(p, c, PATH_MAX_UP) == PATH_REFUTED)
			v = PATH_UNLIKELY;
	}
	p->stats.nr_unlikely += v == PATH_UNLIKELY;
	p->stats.nr_found += v == PATH_FOUND;
	p->stats.nr_refuted += v == PATH_REFUTED;
	p->stats.nr_unknown += v == PATH_UNKNOWN;
	return v;
}
