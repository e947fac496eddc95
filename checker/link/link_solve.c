// SPDX-License-Identifier: GPL-2.0-only
/*
 * Effects, bottom-up, in rounds; and the pass in which the checks watch.
 *
 * Input: functions in components and levels (link_scc.c): a component is above all that it calls directly.  Output: the
 * effects of every function, and what is held at each call; then candidates, contexts.
 *
 * Calls through pointers would make one component of everything.  They are followed from the second round on, and
 * whoever is not below is seen as it was in the round before (flow_begin_rounds()): so many rounds, so many such calls
 * are seen through.  A function runs again only if something that it asked for has changed.  Levels go one after the other,
 * the components of one level to whichever thread is free.
 *
 * Invariant: after round r the effects are those that running every function in every round would give; with any
 * number of threads.  Effects that have not settled after the last round are counted.
 * Cost: a round costs what its changed functions cost; the last pass is one thread's, because checks collect in order.
 */
#include <stdlib.h>
#include <string.h>

#include "base/threads.h"
#include "link/link.h"

#define LINK_ROUNDS 3
#define CHUNK 8		/* components that a thread takes at a time */

struct asked {
	u32 *sym;		/* whose effects the function asked for, sorted */
	u32 nr;
	bool changed;		/* its own changed in the round at hand */
	bool changed_before;	/* and in the one before */
	bool indirect;		/* it would ask for more once calls through pointers are followed */
};

struct solver {
	struct program *p;
	struct asked *asked;	/* per symbol */
	struct flow **flow;	/* per worker */
	struct flow_stats *stats;
	VEC(u32) fn;		/* functions by level, those of a component together */
	VEC(u32) first;		/* per component, in the same order: in fn, +1 entry */
	VEC(u32) level;		/* per level: in first, +1 entry */
	u32 round;
	u32 at;			/* first component of the level at hand */
	u64 nr_changed;		/* in the round at hand */
};

/* Functions by level; inside a level as link_order() has them. */
static void sort_levels(struct solver *s)
{
	const struct program *p = s->p;
	VEC(u32) start = { 0 };
	u32 nr_levels = 0, before = IR_NONE, level = IR_NONE;

	for (u32 i = 0; i < p->order.nr; i++)
		nr_levels = MAX(nr_levels, p->w.sym.at[p->order.at[i]].level + 1);
	vec_extend(&start, nr_levels + 1);
	for (u32 i = 0; i < p->order.nr; i++)
		start.at[p->w.sym.at[p->order.at[i]].level + 1]++;
	for (u32 i = 0; i < nr_levels; i++)
		start.at[i + 1] += start.at[i];
	vec_extend(&s->fn, p->order.nr);
	for (u32 i = 0; i < p->order.nr; i++)
		s->fn.at[start.at[p->w.sym.at[p->order.at[i]].level]++] = p->order.at[i];
	for (u32 i = 0; i < s->fn.nr; i++) {
		const struct flow_sym *g = &p->w.sym.at[s->fn.at[i]];

		if (g->level != level)
			vec_push(&s->level, s->first.nr);
		if (g->component != before)
			vec_push(&s->first, i);
		level = g->level;
		before = g->component;
	}
	vec_push(&s->level, s->first.nr);
	vec_push(&s->first, s->fn.nr);
	vec_free(&start);
}

/* Would the function find anything else than when it ran last? */
static bool is_stale(const struct solver *s, u32 fn)
{
	const struct asked *a = &s->asked[fn];

	if (!s->round || (s->round == 1 && a->indirect))
		return true;
	for (u32 i = 0; i < a->nr; i++) {
		const struct asked *of = &s->asked[a->sym[i]];

		/* who is not below may be at work just now */
		if (!flow_sees_now(&s->p->w, fn, a->sym[i])) {
			if (of->changed_before)
				return true;
		} else if (of->changed || (of->changed_before && s->p->w.sym.at[a->sym[i]].component ==
							 s->p->w.sym.at[fn].component)) {
			return true;
		}
	}
	return false;
}

static void keep_asked(struct solver *s, struct flow *f, u32 fn)
{
	struct asked *a = &s->asked[fn];
	const u32 *sym = flow_asked(f, &a->nr);

	a->sym = xrealloc(a->sym, a->nr * sizeof(*a->sym));
	if (a->nr)
		memcpy(a->sym, sym, a->nr * sizeof(*a->sym));
	a->indirect = flow_asks_indirect(f);
}

/* What the simulation saw at the calls of a function. */
static void keep_sites(struct program *p, u32 sym, const struct call_site *site)
{
	for (u32 i = p->first_edge.at[sym]; i < p->first_edge.at[sym + 1]; i++) {
		struct edge *e = &p->edge.at[i];

		e->held_may = site[e->event].may;
		e->held_must = site[e->event].must;
		e->seen = site[e->event].seen;
		e->free = site[e->event].free;
	}
}

static void run_function(struct solver *s, struct flow *f, u32 fn)
{
	struct effects *eff = &s->p->w.sym.at[fn].eff, now = { 0 };

	flow_function(f, fn, s->round > 0, &now, NULL);
	keep_asked(s, f, fn);
	keep_sites(s->p, fn, flow_sites(f));
	if (eff->known && eff->hash == now.hash) {
		effects_free(&now);
		return;
	}
	/* those of the round before are still seen by others */
	*eff = now;
	s->asked[fn].changed = true;
	__atomic_fetch_add(&s->nr_changed, 1, __ATOMIC_RELAXED);
}

static void run_component(void *ctx, u32 worker, u32 piece)
{
	struct solver *s = ctx;
	u32 c = s->at + piece;

	for (u32 i = s->first.at[c]; i < s->first.at[c + 1]; i++)
		if (is_stale(s, s->fn.at[i]))
			run_function(s, s->flow[worker], s->fn.at[i]);
}

/* What changed in the round is what was before the next one. */
static void end_round(struct solver *s)
{
	for (u32 i = 0; i < s->fn.nr; i++) {
		struct flow_sym *g = &s->p->w.sym.at[s->fn.at[i]];
		struct asked *a = &s->asked[s->fn.at[i]];

		a->changed_before = a->changed;
		a->changed = false;
		if (!a->changed_before)
			continue;
		effects_free(&g->before);
		g->before = g->eff;
	}
}

void link_solve(struct program *p, u32 nr_threads)
{
	struct solver s = { .p = p, .asked = xcalloc(p->w.sym.nr, sizeof(*s.asked)) };
	struct threads *team = threads_new(nr_threads);
	u32 nr = threads_workers(team);

	sort_levels(&s);
	/* those of a kernel model never change */
	for (u32 i = 0; i < p->w.sym.nr; i++)
		p->w.sym.at[i].before = p->w.sym.at[i].eff;
	s.flow = xcalloc(nr, sizeof(*s.flow));
	s.stats = xcalloc(nr, sizeof(*s.stats));
	for (u32 i = 0; i < nr; i++) {
		s.flow[i] = flow_new(&p->w, &s.stats[i]);
		flow_begin_rounds(s.flow[i]);
	}
	for (s.round = 0; s.round < LINK_ROUNDS; s.round++) {
		s.nr_changed = 0;
		for (u32 i = 0; i + 1 < s.level.nr; i++) {
			s.at = s.level.at[i];
			threads_run(team, s.level.at[i + 1] - s.at, CHUNK, run_component, &s);
		}
		end_round(&s);
	}
	p->nr_unsettled = s.nr_changed;
	threads_free(team);
	for (u32 i = 0; i < nr; i++)
		flow_free(s.flow[i]);
	for (u32 i = 0; i < p->w.sym.nr; i++) {
		free(s.asked[i].sym);
		/* the same memory as eff's */
		p->w.sym.at[i].before = (struct effects){ 0 };
	}
	free(s.asked);
	free(s.flow);
	free(s.stats);
	vec_free(&s.fn);
	vec_free(&s.first);
	vec_free(&s.level);
}

void link_watch(struct program *p, const struct flow_watch *watch, u32 nr)
{
	struct flow *f = flow_new(&p->w, &p->stats);
	struct effects again = { 0 };

	flow_watch(f, watch, nr);
	for (u32 i = 0; i < p->order.nr; i++)
		flow_function(f, p->order.at[i], true, &again, &p->cand);
	effects_free(&again);
	flow_free(f);
	link_contexts(p);
}
