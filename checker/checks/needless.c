// SPDX-License-Identifier: GPL-2.0-only
/*
 * needless-atomic: flags that forbid sleeping where every caller may sleep.
 *
 * Input: calls that give constant flags without __GFP_DIRECT_RECLAIM to an allocator, or to a parameter of type gfp_t
 * (watched while the program is simulated), and the contexts of their functions.  Output: a finding where all ways
 * into the function are known, none of them is atomic, nothing is held at the call, and nothing there says that the
 * author wants it so.  Cost: linear in the calls with flags.
 *
 * Invariant: one way in that is not known is a veto.  An allocation that is tried first without waiting, with
 * another one behind it, is no mistake, nor is one that asks not to be warned of its failure.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/at.h"

#define MAX_WAY 16u		/* calls from a known beginning */
#define MAX_CALLERS 8u		/* told of one function */

struct site {
	struct link at;
	u64 flags;
	u32 held;		/* over all states in which it was seen */
	bool unsure;		/* other flags in another state */
};

struct needless {
	const struct check_ctx *cx;
	u64 kswapd, high, nowarn, nowait;	/* __GFP_KSWAPD_RECLAIM ..., GFP_NOWAIT, of this kernel; 0: not known */
	VEC(struct site) site;
	struct map by_call;
	u8 *sleeps_too;		/* per symbol: it also asks for flags that sleep */
};

static u64 key_of(struct link l)
{
	return (u64)l.fn << 32 | l.event;
}

/* Most units have them from a precompiled header, which is a unit of its own. */
static u64 constant(const struct check_ctx *cx, const char *name)
{
	for (u32 ui = 0; ui < cx->p->w.unit.nr; ui++) {
		const struct ir_unit *u = cx->p->w.unit.at[ui].u;

		for (u32 i = 0; i < u->nr_cst; i++)
			if (!strcmp(ir_text(u, u->cst[i].name), name))
				return (u64)u->cst[i].value;
	}
	return 0;
}

void *needless_begin(const struct check_ctx *cx)
{
	struct needless *n = xcalloc(1, sizeof(*n));

	n->cx = cx;
	n->kswapd = constant(cx, "__GFP_KSWAPD_RECLAIM");
	n->high = constant(cx, "__GFP_HIGH");
	n->nowarn = constant(cx, "__GFP_NOWARN");
	n->nowait = constant(cx, "GFP_NOWAIT");
	n->sleeps_too = xcalloc(cx->p->w.sym.nr, 1);
	return n;
}

void needless_call(void *ctx, const struct flow_at *at)
{
	struct needless *n = ctx;
	const struct flow_unit *fu = &n->cx->p->w.unit.at[sym_of(n->cx, at->fn)->unit];
	struct link l = { at->fn, at->event };
	int arg = flags_arg_of(n->cx, at);
	struct aval v;
	struct site *s;
	s64 c;
	u32 i;

	if (arg < 0 || !fu->direct_reclaim)
		return;
	v = flow_at_value(at, (u32)arg);
	if (v.one & (u64)fu->direct_reclaim)
		n->sleeps_too[at->fn] = 1;
	i = map_get(&n->by_call, key_of(l));
	/* flags of an allocation: a gfp_t may hold those of an xarray */
	if (!aval_is_const(&v, &c) || (c & fu->direct_reclaim) || !((u64)c & n->kswapd)) {
		if (i != MAP_NONE)
			n->site.at[i].unsure = true;
		return;
	}
	if (i == MAP_NONE) {
		i = n->site.nr;
		map_put(&n->by_call, key_of(l), i);
		vec_push(&n->site, (struct site){ .at = l, .flags = (u64)c });
	}
	s = &n->site.at[i];
	s->held |= at->held;
	s->unsure |= s->flags != (u64)c;
}

/* The author knows that it may fail, and wants it that way. */
static bool on_purpose(const struct needless *n, const struct site *s)
{
	if (n->sleeps_too[s->at.fn])
		return true;
	/* GFP_NOWAIT has it itself in some versions */
	return (s->flags & n->nowarn) && ((s->flags & n->high) || s->flags != n->nowait);
}

/* The calls from a known beginning down to fn, first to last; false when there is none. */
static bool ways_in(const struct check_ctx *cx, u32 fn, u32 *root, u32 *edges, u32 *nr)
{
	const struct program *p = cx->p;
	u32 n = 0;

	while (!p->context[fn].first_root) {
		u32 e = p->context[fn].first_edge;

		if (!e || n == MAX_WAY)
			return false;
		edges[n++] = e - 1;
		fn = p->edge.at[e - 1].from;
	}
	*root = p->context[fn].first_root - 1;
	*nr = n;
	return true;
}

static bool is_called_through(const struct check_ctx *cx, u32 fn)
{
	const struct program *p = cx->p;
	bool through = false;

	for (u32 i = 0; i < p->edge.nr; i++)
		through |= p->edge.at[i].to == fn && !p->edge.at[i].passed && p->edge.at[i].field != IR_NONE;
	return through;
}

static void add_steps(const struct check_ctx *cx, u32 root, const u32 *edges, u32 nr)
{
	const struct program *p = cx->p;
	const struct root *r = &p->root.at[root];
	const struct ir_unit *u = p->w.unit.at[r->by_unit].u;
	struct place at = { .file = strtab_add(&cx->out->str, ir_text(u, u->file[r->by_loc.file].path)),
		.line = r->by_loc.line, .col = r->by_loc.col };
	struct strbuf t = { 0 };

	strbuf_printf(&t, "%s() is set here as %s, which may sleep", name_of(cx, r->sym), strtab_str(&p->w.str, r->how));
	report_step(cx->out, STEP_CONTEXT, at, t.buf);
	for (u32 i = nr; i; i--) {
		const struct edge *e = &p->edge.at[edges[i - 1]];

		strbuf_reset(&t);
		strbuf_printf(&t, "calls %s()%s with nothing held", name_of(cx, e->to),
			      e->field == IR_NONE ? "" : " through a pointer");
		report_step(cx->out, STEP_CALL, place_of(cx, (struct link){ e->from, e->event }), t.buf);
	}
	strbuf_free(&t);
}

/* One more caller of the function, and why it may sleep. */
static void add_caller(const struct check_ctx *cx, const struct edge *e)
{
	const struct program *p = cx->p;
	u32 root, edges[MAX_WAY], nr;
	struct strbuf t = { 0 };

	strbuf_printf(&t, "also called by %s()%s with nothing held", name_of(cx, e->from),
		      e->field == IR_NONE ? "" : " through a pointer");
	if (ways_in(cx, e->from, &root, edges, &nr)) {
		const struct root *r = &p->root.at[root];

		if (r->sym != e->from)
			strbuf_printf(&t, ", which is reached from %s()", name_of(cx, r->sym));
		strbuf_printf(&t, ", set as %s", strtab_str(&p->w.str, r->how));
	}
	report_related(cx->out, place_of(cx, (struct link){ e->from, e->event }), t.buf);
	strbuf_free(&t);
}

/* The callers beside the one of the steps: "every caller may sleep" rests on them, too. */
static void add_callers(const struct check_ctx *cx, struct link at, u32 shown)
{
	const struct program *p = cx->p;
	struct strbuf t = { 0 };
	u32 n = 0;

	for (u32 i = 0; i < p->edge.nr; i++) {
		if (p->edge.at[i].to != at.fn || p->edge.at[i].passed || i == shown)
			continue;
		if (n++ < MAX_CALLERS)
			add_caller(cx, &p->edge.at[i]);
	}
	if (n > MAX_CALLERS) {
		strbuf_printf(&t, "also called in %u more place%s, with nothing held either", n - MAX_CALLERS,
			      n - MAX_CALLERS == 1 ? "" : "s");
		report_related(cx->out, place_of(cx, at), t.buf);
	}
	strbuf_free(&t);
}

/*
 * Code that runs under locks of any kind must not even wake kswapd: the scheduler's locks may be among them.  That is
 * the opposite mistake of the same calls: flags that are still too much.
 */
static void judge_wake(const struct needless *n, const struct site *s)
{
	const struct check_ctx *cx = n->cx;
	const struct ir_event *e = event_of(cx, s->at);
	const struct fn_context *c = &cx->p->context[s->at.fn];
	struct strbuf msg = { 0 }, key = { 0 };

	if (s->unsure || !(c->must & ATOMIC_BIT_OF(ATOMIC_ANYLOCK)) || !cx->selected[sym_of(cx, s->at.fn)->unit])
		return;
	callee_text(cx, s->at, &key);
	strbuf_printf(&msg, "%s with %s wakes kswapd in code that runs under any lock", key.buf,
		      e->text ? ir_text(unit_of(cx, s->at.fn), e->text) : "__GFP_KSWAPD_RECLAIM");
	report_add(cx->out, "gfp-flags", SEV_WARNING, CONF_MEDIUM, place_of(cx, s->at), msg.buf, key.buf);
	report_step(cx->out, STEP_ALLOC, place_of(cx, s->at), key.buf);
	strbuf_free(&msg);
	strbuf_free(&key);
}

static void judge(const struct needless *n, const struct site *s)
{
	const struct check_ctx *cx = n->cx;
	const struct program *p = cx->p;
	const struct fn_context *c = &p->context[s->at.fn];
	const struct ir_event *e = event_of(cx, s->at);
	u32 sleep = p->w.forbids[NEED_SLEEP], restricted = sleep | p->w.forbids[NEED_FS] | p->w.forbids[NEED_IO] |
		ATOMIC_BIT_OF(ATOMIC_ANYLOCK), root = 0, edges[MAX_WAY], nr = 0;
	enum confidence conf = CONF_HIGH;
	struct strbuf msg = { 0 }, key = { 0 };
	bool through;

	if (s->unsure || (s->held & sleep) || !c->reached || c->unknown || (c->may & restricted) || !c->process)
		return;
	if (!cx->selected[sym_of(cx, s->at.fn)->unit] || on_purpose(n, s) || !ways_in(cx, s->at.fn, &root, edges, &nr))
		return;
	through = is_called_through(cx, s->at.fn);
	for (u32 i = 0; i < nr; i++)
		through |= p->edge.at[edges[i]].field != IR_NONE;
	if (through || !(s->flags & n->high))
		conf = CONF_MEDIUM;
	callee_text(cx, s->at, &key);
	strbuf_printf(&msg, "%s with %s, although every caller may sleep", key.buf,
		      e->text ? ir_text(unit_of(cx, s->at.fn), e->text) : "flags that forbid sleeping");
	report_add(cx->out, "needless-atomic", SEV_WARNING, conf, place_of(cx, s->at), msg.buf, key.buf);
	add_steps(cx, root, edges, nr);
	report_step(cx->out, STEP_ALLOC, place_of(cx, s->at), key.buf);
	add_callers(cx, s->at, nr ? edges[0] : UINT32_MAX);
	strbuf_free(&msg);
	strbuf_free(&key);
}

void needless_report(const struct check_ctx *cx, void *ctx)
{
	struct needless *n = ctx;

	/* what is needless on PREEMPT_RT may be needed elsewhere: the code is one for both */
	for (u32 i = 0; i < n->site.nr && !cx->p->w.rt && cx->wanted(cx, "needless-atomic"); i++)
		judge(n, &n->site.at[i]);
	for (u32 i = 0; i < n->site.nr && cx->wanted(cx, "gfp-flags"); i++)
		judge_wake(n, &n->site.at[i]);
	vec_free(&n->site);
	map_free(&n->by_call);
	free(n->sleeps_too);
	free(n);
}
