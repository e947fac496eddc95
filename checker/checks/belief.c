// SPDX-License-Identifier: GPL-2.0-only
/*
 * reclaim-recursion, by contradiction (Engler et al., SOSP'01): a function that allocates with GFP_NOFS or GFP_NOIO
 * says what its callers are; the function that it calls for help with GFP_KERNEL says the opposite.
 *
 * Input: the calls of the last round: allocations whose constant flags sleep but stay out of the filesystem, and calls
 * whose callee has the effect of going there.  Output: a finding where those flags were chosen, if that is in the
 * same component (one author, two beliefs) and several functions contradict it: one alone may just be careful.  What else
 * the contradicted function calls is contradicted, too.
 * A memalloc scope around the call takes the contradiction away.  Cost: linear in the calls.
 */
#include <stdlib.h>

#include "checks/chain.h"

struct belief {			/* this call keeps out of the filesystem, or of I/O */
	struct link at;
	u8 without;		/* NEED bits that its flags leave out */
};

struct deed {			/* this one does not */
	struct link at;
	u32 callee, sleep;
	u8 need;
};

/* Several functions keep out of it and call this one all the same. */
struct below {
	u32 fn, say;		/* one of them, in belief */
	struct chain way;	/* from there to the call of fn */
};

struct beliefs {
	const struct check_ctx *cx;
	VEC(struct below) below;
	VEC(struct belief) belief;
	VEC(struct deed) deed;
	struct map first;	/* function -> its first belief */
	struct map mixed;	/* function -> 1: it goes there itself */
	struct map seen;	/* call, callee's sleep -> 1 */
	struct map reported;	/* place -> 1 */
	struct map believers;	/* place -> how many functions contradict it */
	struct map in_below;	/* function -> its place in below */
};

void *belief_begin(const struct check_ctx *cx)
{
	struct beliefs *b = xcalloc(1, sizeof(*b));

	b->cx = cx;
	return b;
}

static void note_flags(struct beliefs *b, const struct flow_at *at, u32 arg)
{
	const struct flow_unit *fu = &b->cx->p->w.unit.at[sym_of(b->cx, at->fn)->unit];
	struct aval v = flow_at_value(at, arg);
	u8 without = 0;
	s64 c;

	if (!aval_is_const(&v, &c) || !(c & fu->direct_reclaim))
		return;
	/* who does both himself believes nothing */
	if (c & fu->gfp_fs)
		map_put(&b->mixed, at->fn, 1);
	if (!(c & fu->gfp_fs))
		without |= NEED_BIT(NEED_FS);
	if (!(c & fu->gfp_io))
		without |= NEED_BIT(NEED_IO);
	if (!without || map_get(&b->first, at->fn) != MAP_NONE)
		return;
	map_put(&b->first, at->fn, b->belief.nr);
	vec_push(&b->belief, (struct belief){ { at->fn, at->event }, without });
}

/* Is it about what the function is given, rather than about what stands in memory? */
static bool about_param(const struct fx_tab *t, const struct atom *cond)
{
	const struct fx *x = fx_at(t, cond->what);

	while (x->kind == FX_UN || x->kind == FX_BIN)
		x = fx_at(t, x->a);
	return x->kind == FX_PARAM;
}

/* Is what it is given at this call known to exclude it?  why: of memory it is not known what stands there by now. */
static bool excluded(const struct beliefs *b, const struct flow_at *at, const struct eff_sleep *e)
{
	for (u32 i = 0; i < e->nr_cond; i++) {
		fx_id what = about_param(&b->cx->p->w.fx, &e->cond[i]) ? flow_at_import(at, e->cond[i].what) : 0;
		struct aval is = what ? flow_at_aval(at, what) : AVAL_TOP;

		if (!aval_meet(&is, &e->cond[i].is))
			return true;
	}
	return false;
}

void belief_call(void *ctx, const struct flow_at *at)
{
	const u32 scopes = ATOMIC_BIT_OF(ATOMIC_NOFS_SCOPE) | ATOMIC_BIT_OF(ATOMIC_NOIO_SCOPE);
	struct beliefs *b = ctx;
	const struct flow_sym *g;
	int arg;

	if (at->callee == IR_NONE)
		return;
	g = sym_of(b->cx, at->callee);
	arg = flags_arg_of(b->cx, at);
	if (arg >= 0)
		note_flags(b, at, (u32)arg);
	if (at->held & scopes)
		return;
	for (u32 i = 0; i < g->eff.nr_sleep; i++) {
		const struct eff_sleep *e = &g->eff.sleep[i];
		u64 key = ((u64)at->fn << 32 | at->event) * 0x9e3779b97f4a7c15ull ^ e->id;
		u8 need = e->need & (NEED_BIT(NEED_FS) | NEED_BIT(NEED_IO));

		if (!need || e->decide_fn == IR_NONE || e->confidence < 2 || e->loose ||
		    map_get(&b->seen, key) != MAP_NONE || excluded(b, at, e))
			continue;
		map_put(&b->seen, key, 1);
		vec_push(&b->deed, (struct deed){ { at->fn, at->event }, at->callee, e->id, need });
	}
}

/* Where the flags of the deed were chosen; false when it contradicts nothing that its own component says. */
static bool place_of_deed(struct beliefs *b, const struct belief *say, const struct deed *d, struct link *at)
{
	const struct check_ctx *cx = b->cx;
	const struct eff_sleep *e = flow_find_sleep(&sym_of(cx, d->callee)->eff, d->sleep);

	if (!e || !(d->need & say->without))
		return false;
	*at = (struct link){ e->decide_fn, e->decide_event };
	return same_dir(file_of(cx, *at), file_of(cx, say->at));
}

#define MIN_BELIEVERS 2

/* c: from what keeps out of it to the leaf; at: where the flags of that were chosen. */
static void report(struct beliefs *b, const struct belief *say, struct chain *c, struct link at, enum confidence sure)
{
	const struct check_ctx *cx = b->cx;
	const struct ir_event *ev = event_of(cx, at);
	struct strbuf msg = { 0 }, key = { 0 };

	callee_text(cx, at, &key);
	strbuf_printf(&msg, "%s with %s%s%s() keeps out of it", key.buf,
		      ev->text ? ir_text(unit_of(cx, at.fn), ev->text) : "these flags",
		      c->need == NEED_FS ? " may enter the filesystem to reclaim memory, but its caller " :
		      " may start I/O to reclaim memory, but its caller ", name_of(cx, say->at.fn));
	report_add(cx->out, "reclaim-recursion", SEV_WARNING, sure, place_of(cx, at), msg.buf, key.buf);
	strbuf_reset(&msg);
	callee_text(cx, say->at, &msg);
	ev = event_of(cx, say->at);
	strbuf_printf(&msg, " with %s here says that reclaim must keep out",
		      ev->text ? ir_text(unit_of(cx, say->at.fn), ev->text) : "fewer flags");
	report_step(cx->out, STEP_CONTEXT, place_of(cx, say->at), msg.buf);
	chain_calls(cx, c);
	strbuf_free(&msg);
	strbuf_free(&key);
}

/* All functions on the way, down to the one that at is in. */
static void note_below(struct beliefs *b, u32 say, const struct chain *c, struct link at)
{
	for (u32 i = 1; i < c->nr && c->at[i - 1].fn != at.fn; i++) {
		struct below w = { .fn = c->at[i].fn, .say = say, .way = *c };

		w.way.nr = i;
		if (map_get(&b->in_below, w.fn) != MAP_NONE)
			continue;
		map_put(&b->in_below, w.fn, b->below.nr);
		vec_push(&b->below, w);
	}
}

static enum need need_of(const struct belief *say, const struct deed *d)
{
	return d->need & say->without & NEED_BIT(NEED_FS) ? NEED_FS : NEED_IO;
}

static void contradiction(struct beliefs *b, u32 i, const struct deed *d)
{
	const struct check_ctx *cx = b->cx;
	const struct belief *say = &b->belief.at[i];
	struct chain c = { .why = WHY_ALLOC, .need = need_of(say, d) };
	struct link at;
	u64 place;
	u32 n;

	if (!place_of_deed(b, say, d, &at))
		return;
	place = (u64)at.fn << 32 | at.event;
	n = map_get(&b->believers, place);
	c.at[c.nr++] = d->at;
	chain_follow(cx, &c, d->callee, d->sleep);
	if (c.cut || map_get(&b->reported, place) != MAP_NONE)
		return;
	map_put(&b->reported, place, 1);
	if (n >= MIN_BELIEVERS)
		note_below(b, i, &c, at);
	if (cx->selected[sym_of(cx, at.fn)->unit])
		report(b, say, &c, at, n >= MIN_BELIEVERS ? CONF_MEDIUM : CONF_LOW);
}

static bool is_chosen(const struct fx_tab *t, const struct eff_sleep *e)
{
	for (u32 i = 0; i < e->nr_cond; i++)
		if (about_param(t, &e->cond[i]))
			return true;
	return false;
}

/* Another call of a function that is contradicted, if nothing that it is given decides whether that happens. */
static void also(struct beliefs *b, const struct below *w, const struct deed *d)
{
	const struct check_ctx *cx = b->cx;
	const struct belief *say = &b->belief.at[w->say];
	const struct eff_sleep *e = flow_find_sleep(&sym_of(cx, d->callee)->eff, d->sleep);
	struct chain c = w->way;
	struct link at;
	u64 place;

	if (!e || is_chosen(&cx->p->w.fx, e) || !place_of_deed(b, say, d, &at) || !cx->selected[sym_of(cx, at.fn)->unit] ||
	    c.nr == MAX_CHAIN)
		return;
	place = (u64)at.fn << 32 | at.event;
	c.need = need_of(say, d);
	c.at[c.nr++] = d->at;
	chain_follow(cx, &c, d->callee, d->sleep);
	if (c.cut || map_get(&b->reported, place) != MAP_NONE)
		return;
	map_put(&b->reported, place, 1);
	report(b, say, &c, at, CONF_MEDIUM);
}

/* Functions that contradict each place. */
static void count_believers(struct beliefs *b)
{
	struct map pair = { 0 };

	for (u32 i = 0; i < b->deed.nr; i++) {
		const struct deed *d = &b->deed.at[i];
		u32 say = map_get(&b->first, d->at.fn), n;
		struct link at;
		u64 place, key;

		if (say == MAP_NONE || map_get(&b->mixed, d->at.fn) != MAP_NONE ||
		    !place_of_deed(b, &b->belief.at[say], d, &at))
			continue;
		place = (u64)at.fn << 32 | at.event;
		key = place * 0x9e3779b97f4a7c15ull ^ d->at.fn;
		if (map_get(&pair, key) != MAP_NONE)
			continue;
		map_put(&pair, key, 1);
		n = map_get(&b->believers, place);
		map_put(&b->believers, place, n == MAP_NONE ? 1 : n + 1);
	}
	map_free(&pair);
}

void belief_report(const struct check_ctx *cx, void *ctx)
{
	struct beliefs *b = ctx;

	count_believers(b);
	for (u32 i = 0; i < b->deed.nr && cx->wanted(cx, "reclaim-recursion"); i++) {
		u32 say = map_get(&b->first, b->deed.at[i].at.fn);

		if (say != MAP_NONE && map_get(&b->mixed, b->deed.at[i].at.fn) == MAP_NONE)
			contradiction(b, say, &b->deed.at[i]);
	}
	for (u32 i = 0; i < b->deed.nr && b->below.nr; i++) {
		u32 below = map_get(&b->in_below, b->deed.at[i].at.fn);

		if (below != MAP_NONE)
			also(b, &b->below.at[below], &b->deed.at[i]);
	}
	vec_free(&b->belief);
	vec_free(&b->deed);
	vec_free(&b->below);
	map_free(&b->first);
	map_free(&b->mixed);
	map_free(&b->seen);
	map_free(&b->reported);
	map_free(&b->believers);
	map_free(&b->in_below);
	free(b);
}
