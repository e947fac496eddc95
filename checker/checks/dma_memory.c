// SPDX-License-Identifier: GPL-2.0-only
/*
 * dma-memory: memory that no device can reach is handed to DMA.
 *
 * Input: every call, store and return of the simulation, callees before callers.  Output: hits, where memory of a
 * known origin goes into something that rules/ says is used for DMA.  On the way each function gets a list of what it
 * hands over of its caller's (a parameter, or what is reached through one), in terms of its parameters; a call of it
 * is judged like a call of what does the DMA.  Under which conditions it does so is not kept.
 *
 * Invariant: a function that looks itself where memory comes from (is_vmalloc_addr) is trusted, and so is whoever
 * calls it.  Bounds: MAX_HANDED values per function, MAX_DEPTH calls; beyond them a finding is lost, none is wrong.
 * Cost: constant per call, plus the values that the callee hands over.
 */
#include "checks/dma_memory.h"

#include <stdlib.h>
#include <string.h>

#define MAX_HANDED	16
#define MAX_DEPTH	12

static void find_sinks(struct dma *d)
{
	const struct world *w = &d->cx->p->w;
	struct strbuf sb = { 0 };

	for (u32 i = 0; i < w->rules->rule.nr; i++) {
		const struct rule *r = &w->rules->rule.at[i];
		u32 field;

		if (r->kind != RULE_DMA || !r->member)
			continue;
		strbuf_reset(&sb);
		strbuf_printf(&sb, "%s.%s", rules_str(w->rules, r->name), rules_str(w->rules, r->member));
		field = strtab_find(&w->field, sb.buf);
		if (field != MAP_NONE)
			d->sink[field] = r;
	}
	strbuf_free(&sb);
}

static u64 find_dma_flag(const struct check_ctx *cx)
{
	for (u32 i = 0; i < cx->p->w.unit.nr; i++) {
		const struct ir_unit *u = cx->p->w.unit.at[i].u;

		for (u32 k = 0; k < u->nr_cst; k++)
			if (!strcmp(ir_text(u, u->cst[k].name), "__GFP_DMA"))
				return (u64)u->cst[k].value;
	}
	return 0;
}

void *dma_memory_begin(const struct check_ctx *cx)
{
	struct dma *d = xcalloc(1, sizeof(*d));
	u32 nr_sym = cx->p->w.sym.nr, nr_field = cx->p->w.field.nr;

	d->cx = cx;
	d->fn = IR_NONE;
	d->first = xcalloc(nr_sym, sizeof(*d->first));
	d->nr = xcalloc(nr_sym, sizeof(*d->nr));
	d->returns = xcalloc(nr_sym, 1);
	d->tests = xcalloc(nr_sym, 1);
	d->stored = xcalloc(nr_field, 1);
	d->stored_at = xcalloc(nr_field, sizeof(*d->stored_at));
	d->sink = xcalloc(nr_field, sizeof(*d->sink));
	d->dma_flag = find_dma_flag(cx);
	find_sinks(d);
	return d;
}

void dma_memory_free(struct dma *d)
{
	free(d->first);
	free(d->nr);
	free(d->returns);
	free(d->tests);
	free(d->stored);
	free(d->stored_at);
	free(d->sink);
	vec_free(&d->handed);
	vec_free(&d->hit);
	vec_free(&d->returned);
	map_free(&d->hit_seen);
	free(d);
}

/* Functions come one after the other. */
static void enter(struct dma *d, const struct flow_at *at)
{
	if (d->fn == at->fn)
		return;
	d->fn = at->fn;
	d->first[at->fn] = d->handed.nr;
	vec_clear(&d->returned);
}

bool dma_wrong_at(const struct rule *r, u32 kind)
{
	return (r->memory ? r->memory : MEMORY_BAD) & MEMORY_BIT(kind);
}

static void add_hit(struct dma *d, struct hit h)
{
	u64 key = ((u64)h.at.fn << 32 | h.at.event) * 0x9e3779b97f4a7c15ull ^ (u64)h.from.root << 8 ^ h.from.kind;

	if (map_get(&d->hit_seen, key) != MAP_NONE)
		return;
	map_put(&d->hit_seen, key, d->hit.nr);
	vec_push(&d->hit, h);
}

/* Is the path reached through a parameter? */
static bool of_param(const struct fx_tab *t, fx_id id)
{
	for (u32 i = 0; id && i <= FX_MAX_DEPTH; i++) {
		const struct fx *x = fx_at(t, id);

		if (x->kind == FX_PARAM)
			return true;
		if (x->kind != FX_ADDR && x->kind != FX_BIN && !fx_is_place(x->kind))
			return false;
		if (x->kind == FX_LOCAL || x->kind == FX_GLOBAL)
			return false;
		id = x->a;
	}
	return false;
}

static void hand_on(struct dma *d, const struct flow_at *at, fx_id value, const struct handed *h)
{
	struct handed up = *h;

	if (h->depth >= MAX_DEPTH || d->nr[at->fn] >= MAX_HANDED)
		return;
	up.what = flow_at_export(at, value);
	if (!up.what || !of_param(&d->cx->p->w.fx, up.what))
		return;
	up.size = h->size ? flow_at_export(at, h->size) : 0;
	for (u32 i = d->first[at->fn]; i < d->handed.nr; i++)
		if (d->handed.at[i].what == up.what && d->handed.at[i].rule->memory == up.rule->memory)
			return;
	vec_push(&d->handed, up);
	d->nr[at->fn]++;
}

/*
 * The value goes to DMA in this state, by h->at.  h->size is an expression of this function.  Where it was a member
 * in the callee, too, that was the place to ask what is stored in it.
 */
static void judge(struct dma *d, const struct flow_at *at, fx_id value, struct handed *h)
{
	struct hit hit = { .at = h->at, .next = h->next, .depth = h->depth, .rule = h->rule };
	struct aval size;

	if (!value || dma_is_error(at, value))
		return;
	if (h->size) {
		size = flow_at_aval(at, h->size);
		if (!size.lo && !size.hi)
			return;
	}
	hit.from = dma_origin(d, at, value);
	if (hit.from.kind != MEMORY_NR) {
		if (dma_wrong_at(h->rule, hit.from.kind))
			add_hit(d, hit);
		return;
	}
	if (hit.from.by_field && !d->sink[hit.from.root] && !h->by_field)
		add_hit(d, hit);
	h->by_field |= hit.from.by_field;
	hand_on(d, at, value, h);
}

static void call_of_rule(struct dma *d, const struct flow_at *at, const struct rule *r)
{
	struct handed h = { .at = { at->fn, at->event }, .next = IR_NONE, .rule = r };

	if (r->arg < 0 || (u32)r->arg >= at->nr_arg)
		return;
	if (r->size >= 0 && (u32)r->size < at->nr_arg)
		h.size = at->arg[r->size];
	judge(d, at, at->arg[r->arg], &h);
}

static void call_of_function(struct dma *d, const struct flow_at *at)
{
	u32 first = d->first[at->callee], nr = d->nr[at->callee];

	/* an allocator looks for the page of what it is given back: no DMA */
	if (d->tests[at->callee] || at->callee == at->fn || dma_rule(d, at->callee, RULE_FREE))
		return;
	for (u32 i = first; i < first + nr; i++) {
		struct handed h = d->handed.at[i];
		fx_id value = flow_at_import(at, h.what);

		h.size = h.size ? flow_at_import(at, h.size) : 0;
		h.at = (struct link){ at->fn, at->event };
		h.next = i;
		h.depth++;
		judge(d, at, value, &h);
	}
}

void dma_memory_call(void *ctx, const struct flow_at *at)
{
	struct dma *d = ctx;
	const struct rule *r = dma_rule(d, at->callee, RULE_DMA);

	enter(d, at);
	dma_returned(d, at);
	if (at->callee == IR_NONE)
		return;
	if (!r)
		call_of_function(d, at);
	for (; r; r = rules_next(d->cx->p->w.rules, r))
		if (r->kind == RULE_DMA && !rule_off_near(&d->cx->p->w, r, sym_of(d->cx, at->fn)->folder))
			call_of_rule(d, at, r);
}

void dma_memory_set(void *ctx, const struct flow_at *at, fx_id place, fx_id value)
{
	struct dma *d = ctx;
	const struct fx p = *flow_at_fx(at, place);
	struct handed h = { .at = { at->fn, at->event }, .next = IR_NONE };

	enter(d, at);
	if (p.kind != FX_FIELD)
		return;
	if (d->sink[p.b] && !rule_off_near(&d->cx->p->w, d->sink[p.b], sym_of(d->cx, at->fn)->folder)) {
		h.rule = d->sink[p.b];
		judge(d, at, value, &h);
		return;
	}
	if (dma_is_error(at, value))
		return;
	if (!d->stored[p.b])
		d->stored_at[p.b] = (struct link){ at->fn, at->event };
	dma_join(&d->stored[p.b], dma_origin(d, at, value));
}

void dma_memory_ret(void *ctx, const struct flow_at *at, fx_id value)
{
	struct dma *d = ctx;

	enter(d, at);
	if (value && !dma_is_error(at, value))
		dma_join(&d->returns[at->fn], dma_origin(d, at, value));
}
