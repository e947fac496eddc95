// SPDX-License-Identifier: GPL-2.0-only
/*
 * Chains: built from candidates and roots, given a place to look at and a confidence.
 *
 * Input: the candidates of flow (a function holds something and calls what needs more) and the roots (a function that
 * is entered in a context has an effect that needs more).  Cost: linear in both, times the length of a chain.
 *
 * The place is the call at which the flags that let it sleep were chosen, or the leaf.  When that lies in another
 * component than the region (a driver holds its lock and calls into the core, which sleeps five calls down), it is
 * the last call that the component makes itself: the core is right, the caller is not.  A call through a struct
 * member begins a new component: the implementation must obey its caller.  Nothing behind the last reference is the place.
 */
#include <string.h>

#include "checks/chain.h"
#include "checks/tables.h"

void chain_follow(const struct check_ctx *cx, struct chain *c, u32 callee, u32 sleep)
{
	while (callee != IR_NONE && c->nr < MAX_CHAIN) {
		const struct effects *eff = &sym_of(cx, callee)->eff;
		const struct eff_sleep *e = flow_find_sleep(eff, sleep);

		/* recursion: what it was may have been computed anew since; any way in which it sleeps will do */
		for (u32 i = 0; !e && i < eff->nr_sleep; i++)
			if (eff->sleep[i].why == c->why)
				e = &eff->sleep[i];
		if (!e) {
			c->cut = true;
			return;
		}
		c->at[c->nr++] = (struct link){ callee, e->event };
		callee = e->callee;
		sleep = e->callee_sleep;
	}
}

/* Does l drop a reference, whose last one the next function of the chain is called for? */
static bool drops_reference(const struct check_ctx *cx, struct link l)
{
	const struct flow_unit *fu = &cx->p->w.unit.at[sym_of(cx, l.fn)->unit];
	const struct ir_val *v = &ir_vals(fu->u, func_of(cx, l.fn))[event_of(cx, l)->a];
	const struct rule *r = v->kind == V_FUNC ? cx->p->w.sym.at[fu->sym[v->a]].rule : NULL;

	for (; r; r = rules_next(cx->p->w.rules, r))
		if (r->kind == RULE_FREE && r->fn >= 0)
			return true;
	return false;
}

static void choose_place(const struct check_ctx *cx, struct chain *c, u32 decide_fn, u32 decide_event)
{
	const char *home = file_of(cx, c->at[0]);
	u32 frontier = 0;

	c->decide = c->nr;
	for (u32 i = 0; i < c->nr; i++) {
		const char *file = file_of(cx, c->at[i]);

		/* nobody here can change what a kernel model describes, in whatever folder that stands */
		if (flow_is_modelled(&cx->p->w, c->at[i].fn))
			break;
		if (i && !is_direct(cx, c->at[i - 1]))
			home = file;
		if (same_dir(home, file))
			frontier = i;
		else if (!is_header(file))
			break;
	}
	for (u32 i = 0; i < c->nr; i++)
		if (c->at[i].fn == decide_fn && c->at[i].event == decide_event)
			c->decide = i;
	c->look = MIN(MIN(c->decide, c->nr - 1), frontier);
	/* whatever the release function does: that the last reference may go here is the mistake */
	for (u32 i = 0; i < c->look; i++)
		if (drops_reference(cx, c->at[i]))
			c->look = i;
}

/* The program's field through which l calls, or IR_NONE. */
static u32 member_of(const struct check_ctx *cx, struct link l)
{
	const struct flow_unit *fu = &cx->p->w.unit.at[sym_of(cx, l.fn)->unit];
	const struct ir_val *v = &ir_vals(fu->u, func_of(cx, l.fn))[event_of(cx, l)->a];

	return v->kind == V_FIELD ? fu->field[v->b] : IR_NONE;
}

/* Do all implementations of the member that is called at l sleep, and is there only one, or always one? */
static bool all_sleep(const struct check_ctx *cx, struct tables *tables, struct link l)
{
	u32 field = member_of(cx, l);
	const struct world *w = &cx->p->w;
	const struct target_set *set = targets_of_call(w, l.fn, event_of(cx, l));
	struct target t[TARGETS_MAX];
	u32 nr = set ? targets_of(w, set, l.fn, t) : 0;

	for (u32 i = 0; i < nr; i++)
		if (!w->sym.at[t[i].sym].eff.nr_sleep)
			return false;
	return nr == 1 || (nr && (field == IR_NONE || tables_all_have(tables, field)));
}

/* Is b the folder of a, or above it, or beside it deep in the tree (two drivers of one vendor)? */
static bool related_dirs(const char *a, const char *b)
{
	size_t na = (size_t)(strrchr(a, '/') ? strrchr(a, '/') - a : 0), nb, depth = 0, i;

	nb = (size_t)(strrchr(b, '/') ? strrchr(b, '/') - b : 0);
	if (nb <= na && !strncmp(a, b, nb) && (nb == na || a[nb] == '/'))
		return true;
	for (i = 0; i < na && i < nb && a[i] == b[i]; i++)
		depth += a[i] == '/';
	return depth >= 4;
}

/* Has the file an implementation of the member that is called at l? */
static bool implements(const struct check_ctx *cx, struct link l, const char *file)
{
	const struct world *w = &cx->p->w;
	const struct target_set *set = targets_of_call(w, l.fn, event_of(cx, l));

	for (u32 i = 0; set && i < set->nr; i++)
		if (!strcmp(strtab_str(&w->str, w->sym.at[w->targets.sym.at[set->first + i]].file), file))
			return true;
	return false;
}

/* A driver calls the core, and the core calls a driver back that is another one, although the first one could be meant. */
static bool calls_another(const struct check_ctx *cx, const struct chain *c, u32 link)
{
	const char *core = file_of(cx, c->at[link]), *target = file_of(cx, c->at[link + 1]);
	bool own = false;

	for (u32 k = 0; k < link; k++) {
		const char *file = file_of(cx, c->at[k]);

		if (!strcmp(file, target))
			return false;
		own |= strcmp(file, core) && implements(cx, c->at[link], file);
	}
	return own;
}

/*
 * Who came to that call has a table of the kind himself, and the target is in another one, be it of the same file; or
 * the file stores its own function in the member that it calls; or the two are drivers of one sort.  A stacked driver
 * calls the tables of others by name: that is none of these.
 */
static bool another_table(const struct check_ctx *cx, const struct tables *t, const struct chain *c, u32 link)
{
	const struct flow_sym *core = sym_of(cx, c->at[link].fn), *target = sym_of(cx, c->at[link + 1].fn);
	u32 field = member_of(cx, c->at[link]);

	if (tables_are_peers(t, field, c->at[link + 1].fn, core->file))
		return true;
	if (field == IR_NONE)
		return false;
	if (tables_own_store(t, field, c->at[link + 1].fn, core->file))
		return true;
	for (u32 k = 0; k <= link && target->file == core->file; k++)
		if (sym_of(cx, c->at[k].fn)->file == core->file &&
		    tables_differ_within(t, field, c->at[link + 1].fn, c->at[k].fn))
			return true;
	for (u32 k = 0; k < link; k++) {
		const struct flow_sym *g = sym_of(cx, c->at[k].fn);

		/* of its folder only where that is not the core's, too */
		if (g->file != core->file && g->file != target->file &&
		    tables_differ(t, field, c->at[link + 1].fn, g->file, g->folder != core->folder ? g->folder : IR_NONE))
			return true;
	}
	return false;
}

/*
 * A component that calls a member while it holds something binds all implementations by that.  Another driver's than
 * the chain's own is a guess; two cases more are guesses, unless all implementations sleep: the implementation is of the
 * component itself or of its kin (it may be the wrong one of several), or somebody else, further down, makes the call (it
 * may be about another kind of object).
 */
static bool is_guess(const struct check_ctx *cx, struct tables *t, const struct chain *c)
{
	const char *home = file_of(cx, c->at[0]);

	for (u32 i = 0; i + 1 < c->nr; i++) {
		const char *target = file_of(cx, c->at[i + 1]);

		if (is_direct(cx, c->at[i]))
			continue;
		if (calls_another(cx, c, i) || another_table(cx, t, c, i))
			return true;
		if (all_sleep(cx, t, c->at[i]))
			continue;
		if (!same_dir(home, file_of(cx, c->at[i])))
			return true;
		for (u32 k = 0; k <= i; k++)
			if (related_dirs(file_of(cx, c->at[k]), target))
				return true;
	}
	return false;
}

/* assumed: conditions on the way that are neither known to hold nor excluded: each may hide why it cannot happen. */
static u8 grade(const struct check_ctx *cx, struct tables *t, const struct chain *c, bool loose, u32 assumed)
{
	u32 conf = c->confidence;

	if (c->cut || is_guess(cx, t, c))
		return CONF_LOW;
	if (loose && conf)
		conf--;
	if (c->nr > 7 && conf == CONF_HIGH)
		conf = CONF_MEDIUM;
	if (conf == CONF_HIGH && assumed)
		conf = CONF_MEDIUM;
	else if (conf == CONF_MEDIUM && assumed > 1)
		conf = CONF_LOW;
	return (u8)conf;
}

/* What rules/ say never sleeps begins nothing either: whatever it holds, it has reasons that its body does not show. */
static bool never_sleeps(const struct check_ctx *cx, u32 fn)
{
	for (const struct rule *r = sym_of(cx, fn)->rule; r; r = rules_next(cx->p->w.rules, r))
		if (r->kind == RULE_NOSLEEP)
			return true;
	return false;
}

static void add_candidates(const struct check_ctx *cx, struct tables *t, chains *out)
{
	for (u32 i = 0; i < cx->p->cand.nr; i++) {
		const struct candidate *k = &cx->p->cand.at[i];
		struct chain c = { .cand = k, .why = k->why, .need = k->need, .confidence = k->confidence,
			.order = i };

		/* every way into the function is a context in which it would not have slept */
		if (cx->p->context[k->fn].must & k->not_in || never_sleeps(cx, k->fn))
			continue;
		c.at[c.nr++] = (struct link){ k->fn, k->event };
		chain_follow(cx, &c, k->callee, k->callee_sleep);
		choose_place(cx, &c, k->decide_fn, k->decide_event);
		c.confidence = grade(cx, t, &c, k->loose, k->assumed);
		vec_push(out, c);
	}
}

/* The first need of e that the context of r does not meet, or NEED_NR. */
static enum need root_violates(const struct world *w, const struct root *r, const struct eff_sleep *e)
{
	u32 n;

	for (n = 0; n < NEED_NR; n++)
		if ((e->need & NEED_BIT(n)) && (r->context & w->forbids[n]))
			break;
	return (enum need)n;
}

static void add_roots(const struct check_ctx *cx, struct tables *t, chains *out)
{
	const struct world *w = &cx->p->w;

	for (u32 i = 0; i < cx->p->root.nr; i++) {
		const struct root *r = &cx->p->root.at[i];
		const struct effects *eff = &w->sym.at[r->sym].eff;

		for (u32 j = 0; j < eff->nr_sleep; j++) {
			const struct eff_sleep *e = &eff->sleep[j];
			struct chain c = { .root = r, .why = e->why, .need = (u8)root_violates(w, r, e),
				.confidence = MIN(e->confidence, r->confidence), .order = i };

			/* a flag that nobody chose, or a lock of the caller's that is dropped first */
			if (c.need == NEED_NR || e->decide_fn == IR_NONE || e->nr_dropped || !flow_sleep_in_context(w, e, r->context))
				continue;
			c.at[c.nr++] = (struct link){ r->sym, e->event };
			chain_follow(cx, &c, e->callee, e->callee_sleep);
			choose_place(cx, &c, e->decide_fn, e->decide_event);
			c.confidence = grade(cx, t, &c, e->loose, flow_open_conditions(w, e));
			vec_push(out, c);
		}
	}
}

#define MANY_TARGETS 8u

/*
 * A call through a member under which more than MANY_TARGETS implementations sleep is how things are done there: either
 * the region is not what it seems, or one finding would say it all.  Their confidence is low.
 */
static void grade_many(const struct check_ctx *cx, chains *all)
{
	struct map seen = { 0 }, count = { 0 };

	for (int pass = 0; pass < 2; pass++) {
		for (u32 i = 0; i < all->nr; i++) {
			struct chain *c = &all->at[i];

			for (u32 k = 0; k + 1 < c->nr; k++) {
				u64 site = (u64)c->at[k].fn << 32 | c->at[k].event;
				u64 pair = site * 0x9e3779b97f4a7c15ull ^ c->at[k + 1].fn;
				u32 n = map_get(&count, site);

				if (is_direct(cx, c->at[k]))
					continue;
				if (pass && n != MAP_NONE && n > MANY_TARGETS)
					c->confidence = CONF_LOW;
				if (pass || map_get(&seen, pair) != MAP_NONE)
					continue;
				map_put(&seen, pair, 1);
				map_put(&count, site, n == MAP_NONE ? 1 : n + 1);
			}
		}
	}
	map_free(&seen);
	map_free(&count);
}

void chains_collect(const struct check_ctx *cx, chains *out)
{
	struct tables *t = tables_new(cx->p);

	add_candidates(cx, t, out);
	add_roots(cx, t, out);
	tables_free(t);
	grade_many(cx, out);
}

enum path_verdict chain_prove(const struct check_ctx *cx, const struct chain *c)
{
	struct path_link at[MAX_CHAIN];
	struct path_chain p = { .at = at, .nr = c->nr, .need = (enum need)c->need,
		.context = c->root ? c->root->context : 0 };

	if (c->cut)
		return PATH_UNKNOWN;
	for (u32 i = 0; i < c->nr; i++)
		at[i] = (struct path_link){ c->at[i].fn, c->at[i].event };
	return path_prove(cx->prover, &p);
}
