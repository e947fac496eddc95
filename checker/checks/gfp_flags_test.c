// SPDX-License-Identifier: GPL-2.0-only
/*
 * needless-atomic: "(gfp & GFP_KERNEL) != GFP_KERNEL" to find out whether an allocation may wait.
 *
 * GFP_NOFS and GFP_NOIO lack a bit of GFP_KERNEL and may wait all the same: they are treated as atomic.  The test is
 * right where it asks whether reclaim may do everything; so it counts only in a function that allocates with these
 * flags.  Input: the IR.  Cost: linear in the values of functions with a gfp_t parameter.
 */
#include "checks/gfp_flags.h"

static bool is_allocator(const struct gfp *g, u32 fn)
{
	return g->first_word[fn] != IR_NONE || gfp_rule_arg(g, fn) >= 0;
}

/* The parameter in "(param & mask) == mask" with more than one bit of what GFP_KERNEL is made of; IR_NONE. */
static u32 tested_param(const struct ir_unit *u, const struct ir_func *fn, const struct ir_val *v,
			const struct gfp_bits *b)
{
	const struct ir_val *vals = ir_vals(u, fn), *and, *p;
	u64 mask;

	if (v->kind != V_BIN || (v->op != OP_EQ && v->op != OP_NE) || vals[v->b].kind != V_CONST)
		return IR_NONE;
	and = &vals[v->a];
	mask = (u64)ir_val_const(&vals[v->b]);
	if (and->kind != V_BIN || and->op != OP_AND || vals[and->b].kind != V_CONST ||
	    (u64)ir_val_const(&vals[and->b]) != mask)
		return IR_NONE;
	if (!(mask & b->direct) || !(mask & (b->fs | b->io)))
		return IR_NONE;
	p = &vals[and->a];
	if (p->kind != V_LOCAL || p->a >= fn->nparams || !gfp_is_gfp_t(u, u->local[fn->local_at + p->a].type))
		return IR_NONE;
	return p->a;
}

static bool mentions(const struct ir_val *vals, ir_val_id in, ir_val_id what, u32 depth)
{
	const struct ir_val *v = &vals[in];

	if (in == what)
		return true;
	if (!depth || (v->kind != V_BIN && v->kind != V_UN))
		return false;
	return mentions(vals, v->a, what, depth - 1) || (v->kind == V_BIN && mentions(vals, v->b, what, depth - 1));
}

/* Where the value is first needed: kept for later, or branched on.  False: not needed. */
static bool where(const struct ir_unit *u, const struct ir_func *fn, ir_val_id v, bool kept, struct ir_loc *out)
{
	const struct ir_val *vals = ir_vals(u, fn);

	for (u32 i = 0; i < fn->ev_nr; i++) {
		const struct ir_event *e = &ir_events(u, fn)[i];

		if (e->kind == EV_SET && mentions(vals, e->b, v, 4)) {
			*out = e->loc;
			return true;
		}
	}
	for (u32 i = 0; !kept && i < fn->blk_nr; i++) {
		if (mentions(vals, ir_blocks(u, fn)[i].cond, v, 4)) {
			*out = ir_blocks(u, fn)[i].loc;
			return true;
		}
	}
	return false;
}

static void say(const struct gfp *g, u32 sym, ir_val_id v, u32 param)
{
	const struct ir_unit *u = unit_of(g->cx, sym);
	const struct ir_func *fn = func_of(g->cx, sym);
	const char *name = ir_text(u, u->local[fn->local_at + param].name);
	struct report *out = g->cx->out;
	struct strbuf msg = { 0 };
	struct ir_loc loc;

	/* what is done only if all bits are set may well need them all */
	if (!where(u, fn, v, ir_vals(u, fn)[v].op == OP_EQ, &loc))
		return;
	strbuf_printf(&msg, "callers with GFP_NOFS or GFP_NOIO are taken for atomic: they lack a bit of this mask "
		      "but may wait; ask gfpflags_allow_blocking(%s)", name);
	report_add(out, "needless-atomic", SEV_WARNING, CONF_MEDIUM,
		   (struct place){ .file = strtab_add(&out->str, ir_text(u, u->file[loc.file].path)), .line = loc.line,
			.col = loc.col, .func = strtab_add(&out->str, name_of(g->cx, sym)) },
		   msg.buf, "mask test");
	strbuf_free(&msg);
}

void gfp_tests(const struct gfp *g)
{
	const struct check_ctx *cx = g->cx;

	if (!cx->wanted(cx, "needless-atomic"))
		return;
	for (u32 i = 0; i < cx->p->order.nr; i++) {
		u32 s = cx->p->order.at[i], param;
		const struct ir_func *fn;

		if (!cx->selected[sym_of(cx, s)->unit] || !is_allocator(g, s))
			continue;
		fn = func_of(cx, s);
		for (u32 v = 1; v < fn->val_nr; v++) {
			param = tested_param(unit_of(cx, s), fn, &ir_vals(unit_of(cx, s), fn)[v], gfp_bits_of(g, s));
			if (param != IR_NONE)
				say(g, s, v, param);
		}
	}
}
