// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the flags are in a unit's tree, and what is known of the flags that a call is given.
 *
 * Input: the named constants of the units, the records of rules/.  Output: masks, one set for all units that agree
 * (bits differ by version and configuration, so a number is never written down).  Cost: linear in the constants.
 */
#include <string.h>

#include "checks/gfp_flags.h"

static bool same_consts(const struct ir_unit *a, const struct ir_unit *b)
{
	if (a->nr_cst != b->nr_cst)
		return false;
	for (u32 i = 0; i < a->nr_cst; i++)
		if (a->cst[i].value != b->cst[i].value ||
		    strcmp(ir_text(a, a->cst[i].name), ir_text(b, b->cst[i].name)))
			return false;
	return true;
}

static bool find(const struct ir_unit *u, const char *name, size_t len, u64 *out)
{
	for (u32 i = 0; i < u->nr_cst; i++) {
		const char *have = ir_text(u, u->cst[i].name);

		if (strlen(have) == len && !memcmp(have, name, len)) {
			*out = (u32)u->cst[i].value;
			return true;
		}
	}
	return false;
}

/* "A,B" to a mask; false when the tree lacks one of them. */
static bool mask_of(const struct ir_unit *u, const char *names, u64 *out)
{
	bool all = true;
	u64 bits;

	*out = 0;
	while (*names) {
		size_t n = strcspn(names, ",");

		if (find(u, names, n, &bits))
			*out |= bits;
		else
			all = false;
		names += n + (names[n] == ',');
	}
	return all;
}

static void add_profile(struct gfp *g, const struct ir_unit *u)
{
	const struct rules *r = g->cx->p->w.rules;
	struct gfp_bits b = { .u = u };

	mask_of(u, "__GFP_DIRECT_RECLAIM", &b.direct);
	mask_of(u, "__GFP_KSWAPD_RECLAIM", &b.kswapd);
	mask_of(u, "__GFP_FS", &b.fs);
	mask_of(u, "__GFP_IO", &b.io);
	mask_of(u, "__GFP_ZERO", &b.zero);
	for (u32 i = 0; i < u->nr_cst; i++)
		if (!strncmp(ir_text(u, u->cst[i].name), "__GFP_", 6))
			b.all |= (u32)u->cst[i].value;
	for (u32 i = 0; i < g->rec.nr; i++) {
		struct gfp_record rec = { 0 };

		rec.on = mask_of(u, rules_str(r, g->rec.at[i]->has), &rec.has);
		/* a flag that the tree does not have is never set */
		mask_of(u, rules_str(r, g->rec.at[i]->lacks), &rec.lacks);
		rec.on &= rec.has || rec.lacks;
		vec_push(&b.rec, rec);
	}
	vec_push(&g->bits, b);
}

void gfp_bits_init(struct gfp *g)
{
	const struct world *w = &g->cx->p->w;
	u32 k;

	for (u32 i = 0; i < w->unit.nr; i++) {
		const struct ir_unit *u = w->unit.at[i].u;

		/* one without the prelude's constants: as the others */
		g->bits_of[i] = 0;
		if (!w->unit.at[i].direct_reclaim || !u->nr_cst)
			continue;
		for (k = 0; k < g->bits.nr; k++)
			if (same_consts(u, g->bits.at[k].u))
				break;
		if (k == g->bits.nr)
			add_profile(g, u);
		g->bits_of[i] = k;
	}
	g->off |= !g->bits.nr;
}

const struct gfp_bits *gfp_bits_of(const struct gfp *g, u32 fn)
{
	return &g->bits.at[g->bits_of[sym_of(g->cx, fn)->unit]];
}

bool gfp_named(const struct gfp_bits *b, const char *text, u64 *out)
{
	size_t n = 0;

	while (text[n] == '_' || (text[n] >= '0' && text[n] <= '9') || (text[n] >= 'A' && text[n] <= 'Z'))
		n++;
	return n > 4 && find(b->u, text, n, out) && !(*out & ~b->all);
}

const char *gfp_name(const struct gfp_bits *b, u64 bits)
{
	for (u32 i = 0; i < b->u->nr_cst; i++) {
		const char *name = ir_text(b->u, b->u->cst[i].name);

		if (!strncmp(name, "GFP_", 4) && (u32)b->u->cst[i].value == bits)
			return name;
	}
	return NULL;
}

/* Takes constants off an expression: v = (root & ~clear) | set. */
static fx_id take_off(const struct flow_at *at, fx_id id, u64 *set, u64 *clear)
{
	*set = *clear = 0;
	for (;;) {
		const struct fx *x = flow_at_fx(at, id), *k;
		u64 c;

		if (!id || x->kind != FX_BIN || (x->op != OP_OR && x->op != OP_AND))
			return id;
		k = flow_at_fx(at, x->b);
		if (k->kind != FX_CONST)
			return id;
		c = (u64)k->b << 32 | k->a;
		if (x->op == OP_OR)
			*set |= c & ~*clear;
		else
			*clear |= ~c & ~*set;
		id = x->a;
	}
}

struct gfp_value gfp_value(const struct gfp_bits *b, const struct flow_at *at, u32 arg)
{
	struct aval v = flow_at_value(at, arg);
	struct gfp_value r = { .one = v.one, .zero = v.zero };
	s64 c;

	if (aval_is_const(&v, &c)) {
		r.one = (u64)c;
		r.zero = ~(u64)c;
	}
	r.root = take_off(at, at->arg[arg], &r.set, &r.clear);
	r.one = (r.one | r.set) & b->all;
	r.zero = (r.zero | r.clear) & b->all & ~r.one;
	r.set &= b->all;
	r.clear &= b->all;
	return r;
}

bool gfp_is_gfp_t(const struct ir_unit *u, u32 type)
{
	return type < u->nr_type && u->type[type].alias && !strcmp(ir_text(u, u->type[type].alias), "gfp_t");
}

bool gfp_const_arg(const struct gfp *g, const struct flow_at *at, u32 arg, u64 *out)
{
	const struct ir_unit *u = unit_of(g->cx, at->fn);
	const struct ir_func *fn = func_of(g->cx, at->fn);
	const struct ir_event *e = event_of(g->cx, (struct link){ at->fn, at->event });
	const struct ir_val *v;

	if (arg >= e->nargs)
		return false;
	v = &ir_vals(u, fn)[ir_args(u, fn, e)[arg]];
	*out = (u64)ir_val_const(v);
	return v->kind == V_CONST;
}
