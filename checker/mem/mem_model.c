// SPDX-License-Identifier: GPL-2.0-only
/*
 * Effects on memory in a kernel model (link/kmodel.h): written from what was solved, and read in the place of what cannot be.
 *
 * What is left out: which record says what drops a reference, and which return of which function left memory behind when
 * it failed: the caller of a modelled function is not told of leaks inside of it.
 */
#include "mem/mem_model.h"

#include <stdlib.h>
#include <string.h>

#include "link/kmodel_int.h"
#include "mem/mem_int.h"

_Static_assert(KM_MAX_MEM_EXITS == MEM_MAX_EXITS && KM_MAX_MEM_OPS == MEM_MAX_OPS, "bounds of a model");
_Static_assert(KM_MEM_OP_KINDS == OP_DEAD + 1, "operations of a model");

/* ---- writing ---- */

/* The event of an operation, where it is one of the function's own. */
static u32 own_event(const struct mem_exit *x, const struct mem_op *op, u32 sym)
{
	if (op->kind != OP_NEW)
		return op->event;
	return x->failing || op->left_fn != sym ? IR_NONE : op->event;
}

static void mark(void *ctx, struct km_maker *mk, u32 sym)
{
	const struct mem_effects *e = &((const struct mem *)ctx)->eff[sym];

	for (u32 i = 0; i < 8; i++)
		if (e->deref & 1u << i)
			km_want_event(mk, sym, e->deref_event[i]);
	for (u32 i = 0; i < e->nr_exit; i++) {
		const struct mem_exit *x = &e->exit[i];

		km_want_event(mk, sym, x->ret_event);
		for (u32 k = 0; k < x->nr_op; k++) {
			km_want_event(mk, sym, own_event(x, &x->op[k], sym));
			if (x->op[k].kind == OP_FREE)
				km_want(mk, x->op[k].release);
		}
	}
}

static void write_ops(struct km_maker *mk, const struct mem_exit *x, u32 sym, struct km_mem_exit *out)
{
	out->op_at = mk->mem_op.nr;
	for (u32 k = 0; k < x->nr_op; k++) {
		const struct mem_op *op = &x->op[k];
		struct km_mem_op o = { .by = op->by, .what = km_fx_id(mk, op->what), .value = km_fx_id(mk, op->value),
			.event = km_event_id(mk, sym, own_event(x, op, sym)), .release = IR_NONE, .flags = op->flags,
			.kind = op->kind, .may = op->may, .dropped = op->dropped };

		if (op->kind == OP_FREE && op->may)
			o.release = km_fn_id(mk, op->release);
		if (!o.what) {
			out->incomplete = true;
			continue;
		}
		vec_push(&mk->mem_op, o);
		out->nr_op++;
	}
}

static void write_exit(struct km_maker *mk, const struct mem_exit *x, u32 sym)
{
	struct km_mem_exit k = { .by = x->ret_by, .ret = km_put_aval(&x->ret, km_fx_id(mk, x->ret_val)),
		.event = km_event_id(mk, sym, x->ret_event), .counted = km_fx_id(mk, x->counted), .flags = x->ret_flags,
		.nr_cond = x->nr_cond, .incomplete = x->incomplete, .fail = x->fail, .fresh = x->fresh,
		.warned = x->warned, .failing = x->failing };

	k.cond_at = km_put_cond(mk, x->cond, x->nr_cond);
	write_ops(mk, x, sym, &k);
	vec_push(&mk->mem_exit, k);
}

static u32 write(void *ctx, struct km_maker *mk, u32 sym)
{
	const struct mem_effects *e = &((const struct mem *)ctx)->eff[sym];
	struct km_mem k = { .writes = e->writes, .deref = e->deref, .use = e->use, .test = e->test, .passed = e->passed,
		.exit_at = mk->mem_exit.nr, .nr_exit = e->nr_exit, .can_fail = e->can_fail };

	if (!e->known)
		return IR_NONE;
	for (u32 i = 0; i < 8; i++)
		k.deref_event[i] = e->deref & 1u << i ? km_event_id(mk, sym, e->deref_event[i]) : IR_NONE;
	for (u32 i = 0; i < e->nr_exit; i++)
		write_exit(mk, &e->exit[i], sym);
	vec_push(&mk->mem, k);
	return mk->mem.nr - 1;
}

struct kmodel_part mem_model_part(struct mem *m)
{
	return (struct kmodel_part){ .mark = mark, .write = write, .ctx = m };
}

/* ---- reading ---- */

struct reader {
	struct mem *m;
	struct program *p;
	const struct kmodel *km;
	u64 by[64];		/* bit of the model -> bit of the rules, 0: they have no such word */
};

static void learn_by(struct reader *r)
{
	const struct rules *rules = r->p->w.rules;

	for (u32 i = 0; i < r->km->nr_by; i++)
		for (u32 k = 0; k < rules->by_word.nr; k++)
			if (!strcmp(km_text(r->km, r->km->by[i]), rules_by_word(rules, k)))
				r->by[i] = 1ull << k;
}

static u64 by_of(const struct reader *r, u64 model)
{
	u64 by = 0;

	for (u32 i = 0; i < 64; i++)
		if (model & 1ull << i)
			by |= r->by[i];
	return by;
}

static void read_ops(const struct reader *r, const struct km_mem_exit *k, u32 sym, struct mem_exit *x)
{
	x->op = xcalloc(k->nr_op + 1u, sizeof(*x->op));
	for (u32 i = 0; i < k->nr_op; i++) {
		const struct km_mem_op *o = &r->km->mem_op[k->op_at + i];
		struct mem_op op = { .kind = o->kind, .may = o->may, .dropped = o->dropped, .flags = o->flags,
			.what = kmodel_fx(r->p, o->what), .value = kmodel_fx(r->p, o->value), .by = by_of(r, o->by),
			.release = o->release == IR_NONE ? IR_NONE : r->p->model->sym[o->release], .event = o->event,
			.left_fn = sym };

		if (op.what)
			x->op[x->nr_op++] = op;
		else
			x->incomplete = true;
	}
}

static void read_exit(const struct reader *r, const struct km_mem_exit *k, u32 sym, struct mem_exit *x)
{
	*x = (struct mem_exit){ .nr_cond = k->nr_cond, .incomplete = k->incomplete, .fail = k->fail, .fresh = k->fresh,
		.ret_flags = k->flags, .ret_by = by_of(r, k->by), .ret_event = k->event,
		.counted = kmodel_fx(r->p, k->counted), .warned = k->warned, .failing = k->failing,
		.ret = kmodel_aval(&k->ret), .ret_val = kmodel_fx(r->p, k->ret.what) };
	kmodel_cond(r->p, k->cond_at, k->nr_cond, x->cond);
	read_ops(r, k, sym, x);
}

static void read_effects(const struct reader *r, const struct km_mem *k, u32 sym)
{
	struct mem_effects *e = &r->m->eff[sym];

	*e = (struct mem_effects){ .known = true, .can_fail = k->can_fail, .deref = k->deref, .use = k->use,
		.test = k->test, .passed = k->passed, .writes = k->writes };
	memcpy(e->deref_event, k->deref_event, sizeof(e->deref_event));
	e->exit = xcalloc(k->nr_exit + 1u, sizeof(*e->exit));
	for (u32 i = 0; i < k->nr_exit; i++)
		read_exit(r, &r->km->mem_exit[k->exit_at + i], sym, &e->exit[e->nr_exit++]);
}

void mem_read_model(struct mem *m)
{
	struct program *p = (struct program *)m->p;
	struct reader r = { .m = m, .p = p };

	if (!p->model)
		return;
	r.km = p->model->km;
	learn_by(&r);
	for (u32 i = 0; i < p->model->fn.nr; i++) {
		u32 fn = p->model->fn.at[i];

		if (p->model->state[fn] == KM_FULL && r.km->fn[fn].mem != IR_NONE)
			read_effects(&r, &r.km->mem[r.km->fn[fn].mem], p->model->sym[fn]);
	}
}
