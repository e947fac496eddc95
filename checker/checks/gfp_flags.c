// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfp-flags: combinations of allocation flags that are invalid, contradictory or ignored by this kernel.
 *
 * Input: each call of the simulation, with what is known of its arguments; the records "family" (whose flags these
 * are) and "flags" (what is wrong with them) of rules/.  Output: places where the flags were chosen.
 *
 * Where the flags are a parameter of the enclosing function, the demand goes up as a word of that function: callees
 * come before their callers, so a caller that chooses is judged, however many calls are between it and the allocator.
 * Cost: per call constant, times the records.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/gfp_flags.h"

#define MAX_WORDS 8		/* of one function */
#define SMALLEST_PAGE 4096	/* of all architectures */

void gfp_hit(struct gfp *g, struct gfp_hit h)
{
	u64 key = ((u64)h.at.fn << 28 ^ (u64)h.at.event << 10) + h.kind * 128u + h.rec;

	/* several functions may lead to one place, and not all count */
	if (h.kind == HIT_WIDER_BELOW)
		key ^= ((u64)h.from.fn << 1 | h.if_word) << 40;

	if (map_get(&g->seen, key) != MAP_NONE)
		return;
	map_put(&g->seen, key, g->hit.nr);
	vec_push(&g->hit, h);
}

bool gfp_has_word(const struct gfp *g, u32 fn, u32 param)
{
	u64 direct = gfp_bits_of(g, fn)->direct;

	/* what is always added to GFP_KERNEL decides about zones and the like, not about waiting */
	for (u32 i = g->first_word[fn]; i != IR_NONE; i = g->word.at[i].next)
		if (g->word.at[i].param == param && !(g->word.at[i].set & direct))
			return true;
	return false;
}

int gfp_rule_arg(const struct gfp *g, u32 sym)
{
	const struct rule *r = sym_of(g->cx, sym)->rule;

	for (; r; r = rules_next(g->cx->p->w.rules, r))
		if ((r->kind == RULE_FAMILY || r->kind == RULE_ALLOC) && r->gfp >= 0)
			return r->gfp;
	return -1;
}

static bool matches(const struct gfp_record *k, u64 one, u64 zero)
{
	return (one & k->has) == k->has && !(k->lacks & ~zero);
}

/* Only where the flag that was written first is this one. */
static bool is_written(const struct gfp *g, const struct flow_at *at, const struct rule *r)
{
	const char *want = rules_str(g->cx->p->w.rules, r->written), *have;
	size_t n = strlen(want);

	if (!n)
		return true;
	have = ir_text(unit_of(g->cx, at->fn), event_of(g->cx, (struct link){ at->fn, at->event })->text);
	return !strncmp(have, want, n) && have[n] != '_';
}

/* word: of the callee, IR_NONE: it is the allocator itself, whose size is argument size or unknown. */
static void judge(struct gfp *g, const struct flow_at *at, const struct gfp_value *v, u32 families, u32 word, int size)
{
	const struct gfp_bits *b = gfp_bits_of(g, at->fn);
	const struct gfp_word none = { 0 }, *w = word == IR_NONE ? &none : &g->word.at[word];
	u64 one = (v->one & ~w->clear) | w->set, zero = (v->zero & ~w->set) | w->clear;
	struct aval bytes = size >= 0 ? flow_at_value(at, (u32)size) : AVAL_TOP;

	for (u32 i = 0; i < g->rec.nr; i++) {
		const struct rule *r = g->rec.at[i];
		const struct gfp_record *k = &b->rec.at[i];

		if (!k->on || (r->families && !(r->families & families)) || !matches(k, one, zero))
			continue;
		/* the callee's own doing: said there */
		if (matches(k, w->set, w->clear) || !is_written(g, at, r))
			continue;
		/* only redundant, and not of the caller's making */
		if (!r->grade && k->has && !(v->one & k->has))
			continue;
		if (r->large && bytes.lo >= 0 && bytes.hi <= SMALLEST_PAGE)
			continue;
		gfp_hit(g, (struct gfp_hit){ .at = { at->fn, at->event }, .kind = HIT_RECORD, .grade = r->grade,
			.rec = i, .word = word, .callee = at->callee });
	}
}

static bool same_word(const struct gfp_word *a, const struct gfp_word *b)
{
	return a->param == b->param && a->families == b->families && a->set == b->set && a->clear == b->clear &&
		a->one == b->one && a->zero == b->zero;
}

/* The flags are a parameter of the function at hand, more or less. */
static void pass_up(struct gfp *g, const struct flow_at *at, const struct gfp_value *v, u32 families, u32 word)
{
	const struct gfp_word none = { 0 }, *w = word == IR_NONE ? &none : &g->word.at[word];
	const struct fx *x = flow_at_fx(at, v->root);
	struct gfp_word up = { .param = x->a, .families = families, .event = at->event, .callee = at->callee,
		.below = word, .next = g->first_word[at->fn] };
	u32 nr = 0;

	if (!v->root || x->kind != FX_PARAM || (w->one & v->clear) || (w->zero & v->set))
		return;
	up.set = (v->set & ~w->clear) | w->set;
	up.clear = (v->clear | w->clear) & ~up.set;
	up.one = (v->one & ~v->set) | (w->one & ~v->set);
	up.zero = (v->zero & ~v->clear) | (w->zero & ~v->clear);
	for (u32 i = up.next; i != IR_NONE; i = g->word.at[i].next)
		if (++nr >= MAX_WORDS || same_word(&g->word.at[i], &up))
			return;
	g->first_word[at->fn] = g->word.nr;
	vec_push(&g->word, up);
}

static void leaf(struct gfp *g, const struct flow_at *at, u32 arg, u32 families, int size)
{
	struct gfp_value v;

	if (arg >= at->nr_arg)
		return;
	v = gfp_value(gfp_bits_of(g, at->fn), at, arg);
	judge(g, at, &v, families, IR_NONE, size);
	pass_up(g, at, &v, families, IR_NONE);
	gfp_wider(g, at, arg);
}

static void body(struct gfp *g, const struct flow_at *at)
{
	const struct gfp_bits *b = gfp_bits_of(g, at->fn);
	u32 next;

	for (u32 i = g->first_word[at->callee]; i != IR_NONE; i = next) {
		const struct gfp_word w = g->word.at[i];
		struct gfp_value v;

		next = w.next;
		if (w.param >= at->nr_arg)
			continue;
		v = gfp_value(b, at, w.param);
		if ((v.one & w.zero) || (v.zero & w.one))
			continue;		/* that way is not taken */
		judge(g, at, &v, w.families, i, -1);
		pass_up(g, at, &v, w.families, i);
		gfp_wider(g, at, w.param);
	}
}

void gfp_flags_call(void *ctx, const struct flow_at *at)
{
	struct gfp *g = ctx;
	const struct rule *r;
	bool known = false;
	int arg = -1;

	if (g->off || at->callee == IR_NONE)
		return;
	if (at->fn != g->cur.fn)
		gfp_enter(g, at->fn);
	for (r = sym_of(g->cx, at->callee)->rule; r; r = rules_next(g->cx->p->w.rules, r)) {
		if (r->kind == RULE_ALLOC && r->gfp >= 0)
			arg = r->gfp;
		if (r->kind != RULE_FAMILY)
			continue;
		leaf(g, at, (u32)r->gfp, r->families, r->arg);
		known = true;
	}
	if (!known && arg >= 0)
		leaf(g, at, (u32)arg, 0, -1);
	if (!known)
		body(g, at);
	gfp_place(g, at);
	if (g->cur.nr)
		gfp_wider_below(g, at);
}

void *gfp_flags_begin(const struct check_ctx *cx)
{
	const struct rules *r = cx->p->w.rules;
	struct gfp *g = xcalloc(1, sizeof(*g));

	g->cx = cx;
	g->cur.fn = IR_NONE;
	g->off = !cx->wanted(cx, "gfp-flags") && !cx->wanted(cx, "reclaim-recursion") &&
		!cx->wanted(cx, "needless-atomic");
	for (u32 i = 0; i < r->rule.nr; i++)
		if (r->rule.at[i].kind == RULE_FLAGS)
			vec_push(&g->rec, &r->rule.at[i]);
	g->bits_of = xcalloc(cx->p->w.unit.nr + 1, sizeof(*g->bits_of));
	g->first_word = xcalloc(cx->p->w.sym.nr + 1, sizeof(*g->first_word));
	for (u32 i = 0; i < cx->p->w.sym.nr; i++)
		g->first_word[i] = IR_NONE;
	gfp_bits_init(g);
	return g;
}

void gfp_flags_report(const struct check_ctx *cx, void *ctx)
{
	struct gfp *g = ctx;

	if (!g->off) {
		gfp_say(g);
		gfp_tests(g);
	}
	for (u32 i = 0; i < g->bits.nr; i++)
		vec_free(&g->bits.at[i].rec);
	vec_free(&g->bits);
	vec_free(&g->rec);
	vec_free(&g->word);
	vec_free(&g->hit);
	map_free(&g->seen);
	free(g->bits_of);
	free(g->first_word);
	free(g);
}
