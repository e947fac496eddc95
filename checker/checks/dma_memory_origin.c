// SPDX-License-Identifier: GPL-2.0-only
/*
 * dma-memory: where a value comes from.
 *
 * Input: an expression of the simulation, which is built of what the value is, not of the names it went through.
 * Output: the local, the variable or the call whose memory it points into.  Only what surely points there has an
 * origin: a value that differs by the way taken has none.  Cost: linear in the depth of the expression.
 */
#include "checks/dma_memory.h"

#define KMALLOC_SURE 4096	/* kvmalloc() does not try vmalloc() for a page or less */

static const struct origin nowhere = { .kind = MEMORY_NR, .root = IR_NONE };

const struct rule *dma_rule(const struct dma *d, u32 sym, enum rule_kind kind)
{
	const struct rule *r;

	if (sym == IR_NONE)
		return NULL;
	for (r = sym_of(d->cx, sym)->rule; r; r = rules_next(d->cx->p->w.rules, r))
		if (r->kind == kind)
			return r;
	return NULL;
}

static struct origin of_result(const struct dma *d, u32 event)
{
	for (u32 i = 0; i < d->returned.nr; i++)
		if (d->returned.at[i].event == event)
			return (struct origin){ .kind = d->returned.at[i].kind, .root = event };
	return nowhere;
}

static bool const_of(const struct flow_at *at, fx_id id, s64 *c)
{
	const struct fx *x = flow_at_fx(at, id);

	*c = (s64)((u64)x->b << 32 | x->a);
	return x->kind == FX_CONST;
}

/* p + n, p - n, and rounded to a boundary: still in p's memory.  Gives the pointer, or 0. */
static fx_id pointer_of(const struct flow_at *at, const struct fx *x, bool *moved)
{
	s64 c;
	bool constant = const_of(at, x->b, &c);

	if (x->op == OP_ADD || x->op == OP_SUB) {
		*moved |= !constant;
		return x->a;
	}
	return x->op == OP_AND && constant && c < 0 ? x->a : 0;
}

/* `u8 buf[8]` as a parameter is the caller's, whatever its type says. */
static bool is_array_parameter(const struct dma *d, u32 fn, u32 local)
{
	const struct ir_unit *u = unit_of(d->cx, fn);
	const struct ir_func *f = func_of(d->cx, fn);

	return local < f->nparams && u->type[u->local[f->local_at + local].type].kind == T_ARRAY;
}

/* The value that a place lies behind; 0 when it is a variable, which goes to *o. */
static fx_id behind(const struct dma *d, const struct flow_at *at, fx_id place, bool moved, struct origin *o)
{
	for (;;) {
		const struct fx x = *flow_at_fx(at, place);

		switch (x.kind) {
		case FX_FIELD:
			place = x.a;
			break;
		case FX_INDEX:
		case FX_DEREF:
			return x.a;
		case FX_LOCAL:
			if (!is_array_parameter(d, at->fn, x.a))
				*o = (struct origin){ .kind = MEMORY_STACK, .root = x.a };
			return 0;
		case FX_GLOBAL:
			/* a variable's address and an offset that is not its own may be this CPU's copy */
			if (!moved)
				*o = (struct origin){ .kind = MEMORY_STATIC, .root = x.a };
			return 0;
		default:
			return 0;
		}
	}
}

struct origin dma_origin(const struct dma *d, const struct flow_at *at, fx_id value)
{
	struct origin o = nowhere;
	bool moved = false;

	while (value) {
		const struct fx x = *flow_at_fx(at, value);

		switch (x.kind) {
		case FX_ADDR:
			value = behind(d, at, x.a, moved, &o);
			break;
		case FX_BIN:
			value = pointer_of(at, &x, &moved);
			break;
		case FX_RESULT:
			return of_result(d, x.a);
		case FX_STR:
			return (struct origin){ .kind = MEMORY_STATIC, .root = IR_NONE };
		case FX_FIELD:
			return (struct origin){ .kind = MEMORY_NR, .by_field = true, .root = x.b };
		default:
			return o;
		}
	}
	return o;
}

/* MEMORY_NR: memory that any device can reach, or that is not known. */
static u8 kind_of_call(const struct dma *d, const struct flow_at *at)
{
	const struct rule *r = dma_rule(d, at->callee, RULE_MEMORY);
	struct aval v;

	if (r && r->memory == MEMORY_BIT(MEMORY_KVMALLOC) && r->size >= 0) {
		v = flow_at_value(at, (u32)r->size);
		if (v.lo >= 0 && v.hi <= KMALLOC_SURE)
			return MEMORY_NR;
	}
	if (r)
		return (u8)__builtin_ctz(r->memory);
	r = dma_rule(d, at->callee, RULE_ALLOC);
	if (r && r->gfp >= 0 && d->dma_flag) {
		v = flow_at_value(at, (u32)r->gfp);
		return (v.zero & d->dma_flag) == d->dma_flag ? MEMORY_ZONE : MEMORY_NR;
	}
	if (at->callee == IR_NONE || !d->returns[at->callee] || d->returns[at->callee] == DMA_MIXED)
		return MEMORY_NR;
	return d->returns[at->callee] - 1;
}

/* A test by another name: `return offset & 3 || !virt_addr_valid(p)`. */
static bool is_test(const struct dma *d, u32 sym)
{
	const struct ir_unit *u;

	if (sym == IR_NONE || !d->tests[sym])
		return false;
	u = unit_of(d->cx, sym);
	return u->type[u->sym[func_of(d->cx, sym)->sym].type].kind == T_BOOL;
}

void dma_returned(struct dma *d, const struct flow_at *at)
{
	u8 kind = kind_of_call(d, at);

	if (kind == MEMORY_TESTED || is_test(d, at->callee)) {
		d->tests[at->fn] = 1;
		return;
	}
	for (u32 i = 0; i < d->returned.nr; i++) {
		if (d->returned.at[i].event != at->event)
			continue;
		if (d->returned.at[i].kind != kind)
			d->returned.at[i].kind = MEMORY_NR;
		return;
	}
	if (kind != MEMORY_NR)
		vec_push(&d->returned, (struct returned){ at->event, kind });
}

bool dma_is_error(const struct flow_at *at, fx_id value)
{
	struct aval v;

	if (!value)
		return false;
	v = flow_at_aval(at, value);
	return v.lo >= -4095 && v.hi <= 0;
}

void dma_join(u8 *slot, struct origin o)
{
	u8 kind = o.kind == MEMORY_NR || o.kind == MEMORY_STACK ? DMA_MIXED : (u8)(o.kind + 1);

	*slot = !*slot || *slot == kind ? kind : DMA_MIXED;
}
