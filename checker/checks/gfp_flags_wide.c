// SPDX-License-Identifier: GPL-2.0-only
/*
 * A function that is given flags and allocates with others.
 *
 * Input: calls with a constant, in functions with a gfp_t parameter.  Output: hits where the parameter is not used at
 * all, or where the constant allows what the parameter may forbid and no test on the way says that it does not.
 * Below: the same for a function of the same file that is not given the flags.  Cost: constant per call.
 */
#include <string.h>

#include "checks/gfp_flags.h"

void gfp_enter(struct gfp *g, u32 sym)
{
	const struct ir_unit *u = unit_of(g->cx, sym);
	const struct ir_func *fn = func_of(g->cx, sym);
	struct gfp_fn *c = &g->cur;

	*c = (struct gfp_fn){ .fn = sym };
	for (u32 i = 0; i < fn->nparams && i < fn->local_nr && c->nr < GFP_MAX_PARAMS; i++)
		if (gfp_is_gfp_t(u, u->local[fn->local_at + i].type))
			c->param[c->nr++] = i;
	for (u32 i = 0; c->nr && i < fn->val_nr; i++)
		for (u32 k = 0; k < c->nr; k++)
			if (ir_vals(u, fn)[i].kind == V_LOCAL && ir_vals(u, fn)[i].a == c->param[k])
				c->used[k] = true;
}

/* What is left of an expression without the constants around it. */
static fx_id root_of(const struct flow_at *at, fx_id id)
{
	const struct fx *x = flow_at_fx(at, id);

	while (id && x->kind == FX_BIN && flow_at_fx(at, x->b)->kind == FX_CONST) {
		id = x->a;
		x = flow_at_fx(at, id);
	}
	return id;
}

/* Is the parameter's value, or a part of it, an argument of the call? */
static bool is_passed(const struct flow_at *at, fx_id now)
{
	fx_id root = root_of(at, now);

	for (u32 i = 0; i < at->nr_arg; i++)
		if (at->arg[i] && root_of(at, at->arg[i]) == root)
			return true;
	return false;
}

static bool is_set(const struct flow_at *at, fx_id now, u64 bit)
{
	struct aval v = flow_at_aval(at, now);
	fx_id test;

	if (!bit || (v.one & bit))
		return true;
	test = flow_at_bits(at, now, (s64)bit);
	return test && flow_at_aval(at, test).nonzero;
}

/* Of those bits: the ones that the value may lack. */
static u64 may_lack(const struct gfp_bits *b, const struct flow_at *at, fx_id now, u64 want)
{
	const u64 bit[] = { b->direct, b->fs, b->io };
	u64 lack = 0;

	for (u32 i = 0; i < ARRAY_SIZE(bit); i++)
		if ((want & bit[i]) && !is_set(at, now, bit[i]))
			lack |= bit[i];
	return lack;
}

static bool in_scope(const struct flow_at *at)
{
	return at->held & (ATOMIC_BIT_OF(ATOMIC_NOFS_SCOPE) | ATOMIC_BIT_OF(ATOMIC_NOIO_SCOPE));
}

void gfp_wider(struct gfp *g, const struct flow_at *at, u32 arg)
{
	const struct gfp_bits *b = gfp_bits_of(g, at->fn);
	struct gfp_hit h = { .at = { at->fn, at->event }, .from = { at->fn, at->event }, .grade = CONF_MEDIUM,
		.word = IR_NONE, .arg = arg };
	u64 c;

	if (!g->cur.nr || in_scope(at) || !gfp_const_arg(g, at, arg, &c) || !(c & b->direct))
		return;
	for (u32 i = 0; i < g->cur.nr; i++) {
		fx_id now = flow_at_local(at, g->cur.param[i]);

		if (g->cur.used[i] && (is_passed(at, now) || !may_lack(b, at, now, c)))
			return;
		h.param = g->cur.param[i];
		h.kind = g->cur.used[i] ? HIT_WIDER : HIT_DROPPED;
		h.if_word = g->cur.used[i] && !is_set(at, now, b->direct);
	}
	h.name = gfp_name(b, c);
	gfp_hit(g, h);
}

/* It depends on what the function is given: the caller may know that it does not happen. */
static bool depends(const struct gfp *g, const struct eff_sleep *s)
{
	for (u32 i = 0; i < s->nr_cond; i++)
		if (fx_mentions_param(&g->cx->p->w.fx, s->cond[i].what))
			return true;
	return false;
}

static bool is_near(const struct gfp *g, const struct flow_at *at)
{
	const struct flow_sym *a = sym_of(g->cx, at->fn), *b = sym_of(g->cx, at->callee);

	return b->func != IR_NONE && a->file == b->file && b->eff.known && gfp_rule_arg(g, at->callee) < 0;
}

void gfp_wider_below(struct gfp *g, const struct flow_at *at)
{
	const struct gfp_bits *b = gfp_bits_of(g, at->fn);
	const struct effects *eff = &sym_of(g->cx, at->callee)->eff;
	fx_id now = flow_at_local(at, g->cur.param[0]);

	if (g->cur.nr != 1 || !g->cur.used[0] || !is_near(g, at) || in_scope(at) || is_passed(at, now))
		return;
	if (is_set(at, now, b->fs) && is_set(at, now, b->io))
		return;
	for (u32 i = 0; i < eff->nr_sleep; i++) {
		const struct eff_sleep *s = &eff->sleep[i];

		if (s->why != WHY_ALLOC || depends(g, s) || s->decide_fn == IR_NONE ||
		    !(s->need & (NEED_BIT(NEED_FS) | NEED_BIT(NEED_IO))))
			continue;
		if (sym_of(g->cx, s->decide_fn)->file != sym_of(g->cx, at->fn)->file || s->confidence < 2)
			continue;
		gfp_hit(g, (struct gfp_hit){ .at = { s->decide_fn, s->decide_event }, .kind = HIT_WIDER_BELOW,
			.grade = CONF_MEDIUM, .word = IR_NONE, .from = { at->fn, at->event },
			.param = g->cur.param[0], .if_word = !is_set(at, now, b->direct) });
	}
}
