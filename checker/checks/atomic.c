// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfp-in-atomic, sleep-in-atomic: something that may sleep is reached where the context is atomic.
 *
 * Input: the candidates of flow (a function holds something and calls what may sleep) and the roots (a function that
 * is entered in atomic context may sleep).  Each is a chain of calls, from where atomicity begins to the sleeping
 * leaf.  Output: one finding per place where the developer must look; other chains to it are related places.
 *
 * That place is the call at which the flags that let it sleep were chosen, or the leaf.  When that lies in another
 * component than the atomic region (a driver holds its lock and calls into the core, which sleeps five calls down),
 * it is the last call that the component makes itself: the core is right, the caller is not.  A call through a
 * struct member begins a new component: the implementation must obey its caller.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/check.h"

#define MAX_CHAIN 24
#define MAX_RELATED 8

struct link {
	u32 fn, event;
};

struct chain {
	struct link at[MAX_CHAIN];
	u32 nr;
	u32 look;		/* index of the place to look at */
	u32 decide;		/* where the flag was chosen; nr when it is the leaf */
	const struct candidate *cand;	/* one of the two */
	const struct root *root;
	u8 why, confidence;
	bool cut;		/* its end is not known any more */
	u32 order;		/* to break ties */
};

typedef VEC(struct chain) chains;

static const struct flow_sym *sym_of(const struct check_ctx *cx, u32 s)
{
	return &cx->p->w.sym.at[s];
}

static const struct ir_unit *unit_of(const struct check_ctx *cx, u32 s)
{
	return cx->p->w.unit.at[sym_of(cx, s)->unit].u;
}

static const struct ir_func *func_of(const struct check_ctx *cx, u32 s)
{
	return &unit_of(cx, s)->func[sym_of(cx, s)->func];
}

static const struct ir_event *event_of(const struct check_ctx *cx, struct link l)
{
	return &ir_events(unit_of(cx, l.fn), func_of(cx, l.fn))[l.event];
}

static const char *name_of(const struct check_ctx *cx, u32 s)
{
	return strtab_str(&cx->p->w.str, sym_of(cx, s)->name);
}

static const char *file_of(const struct check_ctx *cx, struct link l)
{
	const struct ir_unit *u = unit_of(cx, l.fn);

	return ir_text(u, u->file[event_of(cx, l)->loc.file].path);
}

static struct place place_of(const struct check_ctx *cx, struct link l)
{
	const struct ir_event *e = event_of(cx, l);

	return (struct place){ .file = strtab_add(&cx->out->str, file_of(cx, l)), .line = e->loc.line,
		.col = e->loc.col, .func = strtab_add(&cx->out->str, name_of(cx, l.fn)) };
}

/* What is called at l: the macro that was written, or the function, or the member. */
static void callee_text(const struct check_ctx *cx, struct link l, struct strbuf *out)
{
	const struct ir_unit *u = unit_of(cx, l.fn);
	const struct ir_func *fn = func_of(cx, l.fn);
	const struct ir_event *e = event_of(cx, l);
	const struct ir_val *v = &ir_vals(u, fn)[e->a];

	if (e->name)
		strbuf_printf(out, "%s()", ir_text(u, e->name));
	else if (v->kind == V_FUNC)
		strbuf_printf(out, "%s()", ir_text(u, u->sym[v->a].name));
	else if (v->kind == V_FIELD)
		strbuf_printf(out, "->%s()", ir_text(u, u->field[v->b].name));
	else
		strbuf_puts(out, "the function");
}

static bool is_direct(const struct check_ctx *cx, struct link l)
{
	const struct ir_event *e = event_of(cx, l);

	return ir_vals(unit_of(cx, l.fn), func_of(cx, l.fn))[e->a].kind == V_FUNC;
}

static bool is_header(const char *file)
{
	size_t n = strlen(file);

	return n > 2 && !strcmp(file + n - 2, ".h");
}

static bool same_dir(const char *a, const char *b)
{
	const char *sa = strrchr(a, '/'), *sb = strrchr(b, '/');
	size_t na = sa ? (size_t)(sa - a) : 0, nb = sb ? (size_t)(sb - b) : 0;

	return na == nb && !strncmp(a, b, na);
}

/* The chain's links below (callee, its effect number). */
static void follow(const struct check_ctx *cx, struct chain *c, u32 callee, u32 sleep)
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

static void choose_place(const struct check_ctx *cx, struct chain *c, u32 decide_fn, u32 decide_event)
{
	const char *home = file_of(cx, c->at[0]);
	u32 frontier = 0;

	c->decide = c->nr;
	for (u32 i = 0; i < c->nr; i++) {
		const char *file = file_of(cx, c->at[i]);

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
}

static const char *kind_phrase(u32 kind)
{
	static const char *const text[] = {
#define X(e, word, t) [e] = t,
		ATOMIC_KINDS(X)
#undef X
	};

	return text[kind];
}

static void where_text(const struct check_ctx *cx, const struct chain *c, struct strbuf *out)
{
	u32 mask = c->root ? c->root->context : c->cand->mask;

	for (u32 i = 0; c->cand && i < c->cand->nr_held; i++) {
		if (!c->cand->held[i].name)
			continue;
		strbuf_printf(out, "while '%s' is held", strtab_str(&cx->p->w.str, c->cand->held[i].name));
		return;
	}
	/* "in hard interrupt context" says more than "while interrupts are disabled" */
	for (u32 i = 0; i < 2 * ATOMIC_NR; i++) {
		const char *t = kind_phrase(i % ATOMIC_NR);
		bool context = !strncmp(t, "in ", 3);

		if (!(mask & ATOMIC_BIT_OF(i % ATOMIC_NR)) || context != (i < ATOMIC_NR))
			continue;
		strbuf_printf(out, "%s%s", context ? "" : "while ", t);
		return;
	}
}

static bool is_asserted(const struct check_ctx *cx, struct link l)
{
	const struct ir_unit *u = unit_of(cx, l.fn);
	const struct ir_val *v = &ir_vals(u, func_of(cx, l.fn))[event_of(cx, l)->a];
	const struct rule *r;

	if (v->kind != V_FUNC)
		return false;
	r = cx->p->w.sym.at[cx->p->w.unit.at[sym_of(cx, l.fn)->unit].sym[v->a]].rule;
	return r && r->kind == RULE_LOCK && r->asserted;
}

static void held_steps(const struct check_ctx *cx, const struct chain *c)
{
	struct strbuf t = { 0 };

	for (u32 i = 0; i < c->cand->nr_held; i++) {
		const struct held *h = &c->cand->held[i];
		struct link at = { h->lock.by_fn, h->lock.by_event }, via = { h->fn, h->event };

		strbuf_reset(&t);
		if (at.fn != via.fn || at.event != via.event) {
			strbuf_puts(&t, "calls ");
			callee_text(cx, via, &t);
			report_step(cx->out, STEP_CALL, place_of(cx, via), t.buf);
			strbuf_reset(&t);
		}
		if (h->name)
			strbuf_printf(&t, "'%s' %s here by ", strtab_str(&cx->p->w.str, h->name),
				      is_asserted(cx, at) ? "is said to be held" : "taken");
		else
			strbuf_printf(&t, "%s from here on, by ", kind_phrase(h->lock.kind));
		callee_text(cx, at, &t);
		report_step(cx->out, h->name ? STEP_LOCK : STEP_CONTEXT, place_of(cx, at), t.buf);
	}
	strbuf_free(&t);
}

static void root_step(const struct check_ctx *cx, const struct chain *c)
{
	const struct root *r = c->root;
	const struct ir_unit *u = cx->p->w.unit.at[r->by_unit].u;
	struct place at = { .file = strtab_add(&cx->out->str, ir_text(u, u->file[r->by_loc.file].path)),
		.line = r->by_loc.line, .col = r->by_loc.col };
	struct strbuf t = { 0 };

	if (r->by_fn != IR_NONE)
		at.func = strtab_add(&cx->out->str, name_of(cx, r->by_fn));
	strbuf_printf(&t, "%s() is set here as %s, which runs ", name_of(cx, r->sym), strtab_str(&cx->p->w.str, r->how));
	where_text(cx, c, &t);
	report_step(cx->out, STEP_CONTEXT, at, t.buf);
	strbuf_free(&t);
}

static void steps(const struct check_ctx *cx, const struct chain *c)
{
	struct strbuf t = { 0 };

	if (c->root)
		root_step(cx, c);
	else
		held_steps(cx, c);
	for (u32 i = 0; i + 1 < c->nr; i++) {
		strbuf_reset(&t);
		strbuf_puts(&t, "calls ");
		if (is_direct(cx, c->at[i]))
			callee_text(cx, c->at[i], &t);
		else
			strbuf_printf(&t, "%s() through a pointer", name_of(cx, c->at[i + 1].fn));
		report_step(cx->out, STEP_CALL, place_of(cx, c->at[i]), t.buf);
	}
	strbuf_reset(&t);
	callee_text(cx, c->at[c->nr - 1], &t);
	strbuf_puts(&t, " may sleep");
	report_step(cx->out, c->why == WHY_ALLOC ? STEP_ALLOC : STEP_CALL, place_of(cx, c->at[c->nr - 1]), t.buf);
	strbuf_free(&t);
}

static bool selected(const struct check_ctx *cx, const struct chain *c)
{
	for (u32 i = 0; i <= c->look; i++)
		if (cx->selected[sym_of(cx, c->at[i].fn)->unit])
			return true;
	return false;
}

static const char *check_id(const struct chain *c)
{
	return c->why == WHY_ALLOC ? "gfp-in-atomic" : "sleep-in-atomic";
}

static void related(const struct check_ctx *cx, const struct chain *c)
{
	struct strbuf t = { 0 };

	strbuf_puts(&t, "also reached from ");
	strbuf_printf(&t, "%s() ", name_of(cx, c->at[0].fn));
	where_text(cx, c, &t);
	report_related(cx->out, place_of(cx, c->at[0]), t.buf);
	strbuf_free(&t);
}

/* Another call in the same function that the same region reaches on the same way: one cause. */
static void emit_same_cause(const struct check_ctx *cx, const struct chain *c)
{
	struct strbuf t = { 0 };

	callee_text(cx, c->at[c->look], &t);
	strbuf_puts(&t, " may sleep here, too");
	report_related(cx->out, place_of(cx, c->at[c->look]), t.buf);
	strbuf_free(&t);
}

static bool same_cause(const struct chain *a, const struct chain *b)
{
	return a->look && a->look == b->look && a->why == b->why && a->root == b->root &&
		a->at[0].fn == b->at[0].fn && a->at[0].event == b->at[0].event;
}

/* The nr chains lead to one place; the first is the best. */
static void emit(const struct check_ctx *cx, const struct chain *all, u32 nr)
{
	const struct chain *c = &all[0];
	const struct ir_event *e = event_of(cx, c->at[c->look]);
	struct strbuf msg = { 0 }, key = { 0 };
	u32 others = 0;

	callee_text(cx, c->at[c->look], &msg);
	if (c->why == WHY_ALLOC && e->text && c->look == c->decide)
		strbuf_printf(&msg, " with %s", ir_text(unit_of(cx, c->at[c->look].fn), e->text));
	strbuf_puts(&msg, " may sleep ");
	where_text(cx, c, &msg);
	callee_text(cx, c->at[c->look], &key);
	report_add(cx->out, check_id(c), c->confidence >= CONF_MEDIUM ? SEV_WARNING : SEV_NOTE,
		   (enum confidence)c->confidence, place_of(cx, c->at[c->look]), msg.buf, key.buf);
	steps(cx, c);
	for (u32 i = 1; i < nr && others < MAX_RELATED; i++) {
		if (all[i].at[0].fn == all[i - 1].at[0].fn && all[i].at[0].event == all[i - 1].at[0].event)
			continue;
		related(cx, &all[i]);
		others++;
	}
	strbuf_free(&msg);
	strbuf_free(&key);
}

/* Do all implementations of the member that is called at l sleep? */
static bool all_sleep(const struct check_ctx *cx, struct link l)
{
	const struct world *w = &cx->p->w;
	const struct flow_unit *fu = &w->unit.at[sym_of(cx, l.fn)->unit];
	const struct ir_val *v = &ir_vals(fu->u, func_of(cx, l.fn))[event_of(cx, l)->a];
	u32 at = v->kind == V_FIELD ? map_get(&w->field_targets, fu->field[v->b]) : MAP_NONE;

	for (u32 i = 0; at != MAP_NONE && i < w->ftarget_at.at[at + 1]; i++)
		if (!w->sym.at[w->ftarget.at[w->ftarget_at.at[at] + i].sym].eff.nr_sleep)
			return false;
	return at != MAP_NONE;
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

/*
 * A component that calls a member while it holds something binds all implementations by that.  Two cases are guesses,
 * unless all implementations sleep: the implementation is of the component itself or of its kin (it may be the wrong
 * one of several), or somebody else, further down, makes the call (it may be about another kind of object).
 */
static bool is_guess(const struct check_ctx *cx, const struct chain *c)
{
	const char *home = file_of(cx, c->at[0]);

	for (u32 i = 0; i + 1 < c->nr; i++) {
		const char *target = file_of(cx, c->at[i + 1]);

		if (is_direct(cx, c->at[i]) || all_sleep(cx, c->at[i]))
			continue;
		if (!same_dir(home, file_of(cx, c->at[i])))
			return true;
		for (u32 k = 0; k <= i; k++)
			if (related_dirs(file_of(cx, c->at[k]), target))
				return true;
	}
	return false;
}

static u8 grade(const struct check_ctx *cx, const struct chain *c, bool loose)
{
	u32 conf = c->confidence;

	if (c->cut || is_guess(cx, c))
		return CONF_LOW;
	if (loose && conf)
		conf--;
	if (c->nr > 7 && conf == CONF_HIGH)
		conf = CONF_MEDIUM;
	return (u8)conf;
}

static void add_candidates(const struct check_ctx *cx, chains *out)
{
	for (u32 i = 0; i < cx->p->cand.nr; i++) {
		const struct candidate *k = &cx->p->cand.at[i];
		struct chain c = { .cand = k, .why = k->why, .confidence = k->confidence, .order = i };

		/* every way into the function is a context in which it would not have slept */
		if (cx->p->context[k->fn].must & k->not_in)
			continue;
		c.at[c.nr++] = (struct link){ k->fn, k->event };
		follow(cx, &c, k->callee, k->callee_sleep);
		choose_place(cx, &c, k->decide_fn, k->decide_event);
		c.confidence = grade(cx, &c, k->loose);
		vec_push(out, c);
	}
}

static void add_roots(const struct check_ctx *cx, chains *out)
{
	const struct world *w = &cx->p->w;

	for (u32 i = 0; i < cx->p->root.nr; i++) {
		const struct root *r = &cx->p->root.at[i];
		const struct effects *eff = &w->sym.at[r->sym].eff;

		if (!(r->context & w->atomic_mask))
			continue;
		for (u32 j = 0; j < eff->nr_sleep; j++) {
			const struct eff_sleep *e = &eff->sleep[j];
			struct chain c = { .root = r, .why = e->why, .confidence = MIN(e->confidence, r->confidence),
				.order = i };

			/* a flag that nobody chose, or a lock of the caller's that is dropped first */
			if (e->decide_fn == IR_NONE || e->nr_dropped || !flow_sleep_in_context(w, e, r->context))
				continue;
			c.at[c.nr++] = (struct link){ r->sym, e->event };
			follow(cx, &c, e->callee, e->callee_sleep);
			choose_place(cx, &c, e->decide_fn, e->decide_event);
			c.confidence = grade(cx, &c, e->loose);
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

static int chain_order(const void *pa, const void *pb)
{
	const struct chain *a = pa, *b = pb;
	struct link la = a->at[a->look], lb = b->at[b->look];
	int c = strcmp(check_id(a), check_id(b));

#define BY(x, y) do { if ((x) != (y)) return (x) < (y) ? -1 : 1; } while (0)
	if (c)
		return c;
	BY(la.fn, lb.fn);
	BY(la.event, lb.event);
	BY(b->confidence, a->confidence);
	BY(a->nr, b->nr);
	BY(!a->cand, !b->cand);
	BY(a->order, b->order);
#undef BY
	return 0;
}

/* Chains to one place, all[at .. at + nr). */
struct group {
	u32 at, nr;
	bool done;
};

/* The groups whose place is in one function: a finding for each cause. */
static void emit_function(const struct check_ctx *cx, const struct chain *all, struct group *g, u32 nr)
{
	for (u32 i = 0; i < nr; i++) {
		const struct chain *head = &all[g[i].at];
		u32 others = 0;

		if (g[i].done || !cx->wanted(cx, check_id(head)) || !selected(cx, head))
			continue;
		emit(cx, head, g[i].nr);
		for (u32 j = i + 1; j < nr; j++) {
			if (g[j].done || !same_cause(head, &all[g[j].at]))
				continue;
			g[j].done = true;
			if (others++ < MAX_RELATED)
				emit_same_cause(cx, &all[g[j].at]);
		}
	}
}

static struct link place(const struct chain *c)
{
	return c->at[c->look];
}

void check_atomic(const struct check_ctx *cx)
{
	VEC(struct group) groups = { 0 };
	chains all = { 0 };
	u32 n;

	add_candidates(cx, &all);
	add_roots(cx, &all);
	grade_many(cx, &all);
	if (all.nr)
		qsort(all.at, all.nr, sizeof(all.at[0]), chain_order);
	for (u32 i = 0; i < all.nr; i += n) {
		const struct chain *c = &all.at[i];

		for (n = 1; i + n < all.nr; n++)
			if (place(&c[n]).fn != place(c).fn || place(&c[n]).event != place(c).event ||
			    c[n].why != c->why)
				break;
		if (groups.nr && (all.at[vec_last(&groups).at].why != c->why ||
				  place(&all.at[vec_last(&groups).at]).fn != place(c).fn)) {
			emit_function(cx, all.at, groups.at, groups.nr);
			vec_clear(&groups);
		}
		vec_push(&groups, (struct group){ .at = i, .nr = n });
	}
	emit_function(cx, all.at, groups.at, groups.nr);
	vec_free(&groups);
	vec_free(&all);
}
