// SPDX-License-Identifier: GPL-2.0-only
/*
 * Flags that stand in the wrong place: kmalloc(GFP_KERNEL, size), a flag for a bool, a bool for the flags.
 *
 * Input: a call; which flag was written in it (ir_event.text), the constants that its arguments are, and the types of
 * the callee's parameters where its body is known.  Cost: constant per call that names a flag.
 */
#include <string.h>

#include "checks/gfp_flags.h"

struct written {
	const struct ir_unit *u;
	const struct ir_func *fn;
	const struct ir_event *e;
	const struct ir_val *vals;
	const ir_val_id *args;
};

/* Does the argument have those bits, or is it of type gfp_t? */
static bool is_flags(const struct written *w, u32 arg, u64 bits)
{
	const struct ir_val *v = &w->vals[w->args[arg]];

	while (v->kind == V_BIN && (v->op == OP_OR || v->op == OP_AND)) {
		const struct ir_val *k = &w->vals[v->b];

		if (k->kind != V_CONST || ((u64)ir_val_const(k) & bits) == bits)
			return true;
		v = &w->vals[v->a];
	}
	switch (v->kind) {
	case V_CONST:
		return ((u64)ir_val_const(v) & bits) == bits;
	case V_LOCAL:
		return gfp_is_gfp_t(w->u, w->u->local[w->fn->local_at + v->a].type);
	case V_FIELD:
		return gfp_is_gfp_t(w->u, w->u->field[v->b].type);
	case V_GLOBAL:
		return gfp_is_gfp_t(w->u, w->u->sym[v->a].type);
	default:
		/* who knows */
		return v->kind == V_RESULT || v->kind == V_UNKNOWN || v->kind == V_DEREF || v->kind == V_INDEX;
	}
}

static bool const_is(const struct written *w, u32 arg, u64 bits, u64 all)
{
	const struct ir_val *v = &w->vals[w->args[arg]];

	return v->kind == V_CONST && ((u64)ir_val_const(v) & bits) == bits && !((u64)ir_val_const(v) & ~all);
}

static const struct ir_type *param_type(const struct gfp *g, u32 callee, u32 i)
{
	const struct ir_unit *u;
	const struct ir_func *fn;

	if (sym_of(g->cx, callee)->func == IR_NONE)
		return NULL;
	u = unit_of(g->cx, callee);
	fn = func_of(g->cx, callee);
	return i < fn->nparams && i < fn->local_nr ? &u->type[u->local[fn->local_at + i].type] : NULL;
}

static bool alias_is(const struct gfp *g, u32 callee, u32 i, const char *name)
{
	const struct ir_type *t = param_type(g, callee, i);

	return t && t->alias && !strcmp(ir_text(unit_of(g->cx, callee), t->alias), name);
}

/* The parameter that takes flags: as rules/ say, or by its type; -1. */
static int flags_param(const struct gfp *g, const struct flow_at *at, u32 nargs)
{
	int arg = gfp_rule_arg(g, at->callee);

	if (arg >= 0)
		return (u32)arg < nargs ? arg : -1;
	for (u32 i = 0; i < nargs; i++)
		if (alias_is(g, at->callee, i, "gfp_t"))
			return (int)i;
	return -1;
}

static void hit(struct gfp *g, const struct flow_at *at, enum gfp_hit_kind kind, u32 arg, enum confidence grade)
{
	gfp_hit(g, (struct gfp_hit){ .at = { at->fn, at->event }, .kind = (u8)kind, .grade = (u8)grade,
		.word = IR_NONE, .arg = arg });
}

/* A flag was written in the call. */
static void misplaced(struct gfp *g, const struct flow_at *at, const struct written *w, const struct gfp_bits *b,
		      int param)
{
	u64 bits;

	if (!gfp_named(b, ir_text(w->u, w->e->text), &bits) || !(bits & (b->direct | b->kswapd)))
		return;
	if (param >= 0 && is_flags(w, (u32)param, bits))
		return;
	for (u32 i = 0; i < w->e->nargs; i++) {
		const struct ir_type *t = param_type(g, at->callee, i);

		if ((int)i == param || !const_is(w, i, bits, b->all))
			continue;
		if (param >= 0)
			hit(g, at, HIT_SWAPPED, i, CONF_HIGH);
		else if (t && (t->kind == T_BOOL || alias_is(g, at->callee, i, "size_t")))
			hit(g, at, HIT_NOT_GFP_T, i, CONF_MEDIUM);
	}
}

/* Several modifiers and nothing else (__GFP_NORETRY | __GFP_NOWARN): no size or number has such bits by accident. */
static bool only_modifiers(const struct gfp_bits *b, u64 c)
{
	return !(c & (2 * b->kswapd - 1)) && !(c & ~b->all) && (c & (c - 1));
}

/* What is given as flags is none: a bool, or a small constant that nobody wrote as a flag. */
static void no_flags(struct gfp *g, const struct flow_at *at, const struct written *w, const struct gfp_bits *b,
		     u32 arg)
{
	const struct ir_val *v = &w->vals[w->args[arg]];
	u64 c = (u64)ir_val_const(v);

	if (v->kind == V_LOCAL && w->u->type[w->u->local[w->fn->local_at + v->a].type].kind == T_BOOL)
		hit(g, at, HIT_NOT_FLAGS, arg, CONF_MEDIUM);
	/* __GFP_ZERO: a macro's own */
	if (v->kind == V_CONST && (c & ~b->zero) && !(c & (b->direct | b->kswapd)) && !only_modifiers(b, c))
		hit(g, at, HIT_NOT_FLAGS, arg, c & ~b->all ? CONF_HIGH : CONF_MEDIUM);
}

void gfp_place(struct gfp *g, const struct flow_at *at)
{
	struct written w = { .u = unit_of(g->cx, at->fn), .fn = func_of(g->cx, at->fn),
		.e = event_of(g->cx, (struct link){ at->fn, at->event }) };
	int param = flags_param(g, at, w.e->nargs);

	w.vals = ir_vals(w.u, w.fn);
	w.args = ir_args(w.u, w.fn, w.e);
	if (w.e->text)
		misplaced(g, at, &w, gfp_bits_of(g, at->fn), param);
	/* some keep bits of their own in a gfp_t (xa_init_flags()) */
	else if (param >= 0 && (gfp_rule_arg(g, at->callee) >= 0 || gfp_has_word(g, at->callee, (u32)param)))
		no_flags(g, at, &w, gfp_bits_of(g, at->fn), (u32)param);
}
