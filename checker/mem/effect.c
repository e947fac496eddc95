// SPDX-License-Identifier: GPL-2.0-only
/*
 * Effects of the function at hand on memory: one exit per way to return that callers have to tell apart.
 *
 * Raw exits are collected per return; those that do the same to memory, and return the same class of result, become
 * one.  Over the bound, exits of one class are joined: what only one of them does is then done on some paths only.
 */
#include <stdlib.h>

#include "mem/mem_int.h"

#define MAX_RAW 32u

enum ret_kind { R_ANY, R_ZERO, R_NEGATIVE, R_POSITIVE, R_NONZERO };

static enum ret_kind kind_of(const struct aval *a)
{
	s64 c;

	if (aval_is_const(a, &c) && !c)
		return R_ZERO;
	if (a->hi < 0)
		return R_NEGATIVE;
	if (a->lo > 0)
		return R_POSITIVE;
	return a->nonzero ? R_NONZERO : R_ANY;
}

/* id with the pointer `val` replaced by the name of the result. */
static fx_id as_result(struct mrun *r, fx_id id, fx_id val)
{
	struct fx_tab *t = &r->f->fx;
	const struct fx x = *fx_at(t, id);

	if (id == val && val)
		return fx_make(t, FX_PARAM, 0, MEM_RESULT, 0);
	switch (x.kind) {
	case FX_FIELD:
		return fx_make(t, FX_FIELD, 0, as_result(r, x.a, val), x.b);
	case FX_DEREF:
	case FX_ADDR:
		return fx_make(t, (enum fx_kind)x.kind, 0, as_result(r, x.a, val), 0);
	case FX_INDEX:
		return fx_make(t, FX_INDEX, 0, as_result(r, x.a, val), x.b);
	case FX_BIN:
		return fx_make(t, FX_BIN, x.op, as_result(r, x.a, val), as_result(r, x.b, val));
	default:
		return id;
	}
}

static fx_id export(struct mrun *r, fx_id id, fx_id result)
{
	id = result ? as_result(r, id, result) : id;
	return id ? fx_copy(&r->f->w->fx, &r->f->fx, id, NULL, 0) : 0;
}

/* How little callers lose with it: what becomes of memory that they own goes last, or they take it for lost. */
static u32 weight_of(const struct mem_op *op)
{
	switch (op->kind) {
	case OP_FREE: case OP_TAKE:
		return op->may ? 1 : 0;
	case OP_NEW: case OP_DEAD:
		return op->may ? 3 : 1;
	default:
		return op->value ? op->may ? 5 : 4 : 6;
	}
}

/* The one that says least, of those the last.  What clears a place weighs hardly more than the release before it. */
static u32 least_op(const struct mem_op *ops, u32 nr)
{
	u32 least = 0, most = 0;

	for (u32 i = 0; i < nr; i++) {
		u32 weight = weight_of(&ops[i]);

		for (u32 j = 0; j < nr && ops[i].kind == OP_SET; j++)
			if (ops[j].kind == OP_FREE && ops[j].what == ops[i].what)
				weight = MIN(weight, weight_of(&ops[j]) + 1);
		if (weight >= most) {
			most = weight;
			least = i;
		}
	}
	return least;
}

static void add_op(struct mrun *r, struct mem_exit *e, struct mem_op *ops, struct mem_op op)
{
	struct mem_op all[MEM_MAX_OPS + 1];
	u32 least;

	if (e->nr_op < MEM_MAX_OPS) {
		ops[e->nr_op++] = op;
		return;
	}
	memcpy(all, ops, MEM_MAX_OPS * sizeof(*ops));
	all[MEM_MAX_OPS] = op;
	least = least_op(all, MEM_MAX_OPS + 1);
	memmove(&all[least], &all[least + 1], (MEM_MAX_OPS - least) * sizeof(*ops));
	memcpy(ops, all, MEM_MAX_OPS * sizeof(*ops));
	e->incomplete = true;
	r->stats->nr_effects_dropped++;
}

/* The parameter that the path begins at (MEM_RESULT: the result), IR_NONE: a global, or no pointer. */
static u32 param_of(const struct mrun *r, fx_id id)
{
	const struct fx *x = fx_at(&r->w->fx, id);

	for (;;) {
		switch (x->kind) {
		case FX_PARAM:
			return x->a;
		case FX_BIN:
			/* container_of(), mem_inside(), mem_leads_into() */
			if ((x->op != OP_ADD && x->op != OP_SUB && x->op != OP_XOR) ||
			    fx_at(&r->w->fx, x->b)->kind != FX_CONST)
				return IR_NONE;
			x = fx_at(&r->w->fx, x->a);
			break;
		case FX_FIELD: case FX_DEREF: case FX_ADDR: case FX_INDEX:
			x = fx_at(&r->w->fx, x->a);
			break;
		default:
			return IR_NONE;
		}
	}
}

static void object_ops(struct mrun *r, struct mstate *st, struct mem_exit *e, struct mem_op *ops, fx_id result)
{
	for (u32 i = 0; i < st->nr_obj; i++) {
		const struct obj *o = &st->obj[i];
		struct mem_op op = { .by = o->by, .event = o->freed, .flags = o->flags, .release = IR_NONE };

		if (!(o->flags & (OBJ_FREED | OBJ_MAYFREED | OBJ_TAKEN)))
			continue;
		op.what = export(r, o->val, result);
		if (!op.what || param_of(r, op.what) == IR_NONE)
			continue;
		op.kind = o->flags & OBJ_FREED || !(o->flags & OBJ_TAKEN) ? OP_FREE : OP_TAKE;
		op.may = op.kind == OP_FREE && !(o->flags & OBJ_FREED);
		op.dropped = o->dropped;
		if (!op.may)
			op.flags &= (u16)~OBJ_SOME;
		op.value = op.may && o->put ? export(r, o->put, result) : 0;
		op.drop = op.value ? o->drop : NULL;
		op.release = op.value ? o->release : IR_NONE;
		add_op(r, e, ops, op);
	}
}

/* Does the path begin outside of this call: at a parameter's pointee, a global, the result? */
static bool is_outside(struct mrun *r, fx_id place)
{
	const struct fx *x = fx_at(&r->f->fx, place);

	if (!fx_is_place((enum fx_kind)x->kind))
		return false;
	while (x->kind == FX_FIELD)
		x = fx_at(&r->f->fx, x->a);
	return x->kind != FX_LOCAL;
}

static bool part_of(const struct mrun *r, fx_id id, fx_id what)
{
	const struct fx *x = fx_at(&r->w->fx, id);

	return id == what || ((x->kind == FX_BIN || x->kind == FX_UN) &&
			      (part_of(r, x->a, what) || (x->kind == FX_BIN && part_of(r, x->b, what))));
}

/* Does the way to return depend on the number that stood there? */
static bool is_asked(const struct mrun *r, const struct mem_exit *e, fx_id place)
{
	for (u32 i = 0; i < e->nr_cond; i++)
		if (part_of(r, e->cond[i].what, place))
			return true;
	return false;
}

/* The same memory is stored in two places: the other one, which callers are told first; 0: there is none. */
static fx_id first_place(struct mrun *r, const struct mstate *st, u32 at, fx_id result)
{
	for (u32 i = 0; i < at; i++) {
		fx_id what;

		if (st->s.store_val[i] != st->s.store_val[at] || !is_outside(r, st->s.store_key[i]))
			continue;
		what = export(r, st->s.store_key[i], result);
		if (what && param_of(r, what) != IR_NONE)
			return what;
	}
	return 0;
}

/* How much a store matters to callers: 0 most, 3 not at all. */
static u32 store_rank(struct mrun *r, struct mstate *st, const struct mem_exit *e, const struct mem_op *ops,
		      u32 i, fx_id result, struct mem_op *op)
{
	/* why a copy: new expressions move the table */
	const struct fx copy = *fx_at(&r->f->fx, st->s.store_key[i]), *key = &copy;
	bool pointer = key->kind != FX_FIELD || r->m->is_pointer[key->b];
	struct obj *o;
	s64 c;

	*op = (struct mem_op){ .kind = OP_SET, .event = IR_NONE, .release = IR_NONE };
	if (!is_outside(r, st->s.store_key[i]) || (key->kind == FX_DEREF && mem_led_into(&r->f->fx, key->a)))
		return 3;
	op->what = export(r, st->s.store_key[i], result);
	if (!op->what)
		return 3;
	/* a count that decides what happens is another one now */
	if (!pointer) {
		op->value = export(r, st->s.store_val[i], result);
		return is_asked(r, e, op->what) ? 2 : 3;
	}
	o = obj_of(r, st, st->s.store_val[i]);
	if (o && o->val == st->s.store_val[i] && (o->flags & OBJ_OWNED)) {
		op->kind = OP_NEW;
		op->flags = (u16)(o->flags & (OBJ_OWNED | OBJ_ERRPTR | OBJ_MANAGED | OBJ_NULLABLE));
		/* in a member it is reported where it was stored */
		if (key->kind != FX_DEREF)
			op->flags &= (u16)~OBJ_NULLABLE;
		/* whoever fails has shown it to a function that nobody knows: that may have released it */
		if (e->failing && o->strange & (STRANGE_POINTER | STRANGE_LOSSY))
			op->flags &= (u16)~OBJ_OWNED;
		op->value = first_place(r, st, i, result);
		op->by = o->by;
		op->event = o->flags & OBJ_LEFT ? o->left_event : o->event;
		op->left_fn = o->flags & OBJ_LEFT ? o->left_fn : r->sym;
		op->left_block = o->flags & OBJ_LEFT ? o->left_block : r->block;
		return param_of(r, op->what) == IR_NONE ? 3 : 0;
	}
	if (o && o->val == st->s.store_val[i] && (o->flags & (OBJ_FREED | OBJ_MOVED)) == OBJ_FREED &&
	    fx_at(&r->f->fx, o->val)->local && key->kind == FX_FIELD) {
		op->kind = OP_DEAD;
		op->flags = (u16)(o->flags & OBJ_RCU);
		op->by = o->by;
		op->event = o->freed;
		return param_of(r, op->what) == IR_NONE ? 3 : 0;
	}
	op->value = export(r, st->s.store_val[i], result);
	if (o && o->val == st->s.store_val[i] && o->flags & OBJ_FAILED && !(o->flags & OBJ_ERRPTR))
		op->value = fx_const(&r->f->w->fx, 0);
	/* released and cleared: one is not to be told without the other */
	for (u32 k = 0; k < e->nr_op; k++)
		if (ops[k].kind == OP_FREE && ops[k].what == op->what)
			return 0;
	if (op->value && fx_is_const(&r->w->fx, op->value, &c))
		return c || param_of(r, op->what) == IR_NONE ? 3 : 1;
	if (op->value && param_of(r, op->value) != IR_NONE)
		return 0;
	op->value = 0;
	return param_of(r, op->what) == IR_NONE ? 3 : 2;
}

static void store_ops(struct mrun *r, struct mstate *st, struct mem_exit *e, struct mem_op *ops, fx_id result)
{
	struct mem_op op;

	for (u32 rank = 0; rank < 3; rank++) {
		for (u32 i = 0; i < st->s.nr_store; i++) {
			if (store_rank(r, st, e, ops, i, result, &op) != rank)
				continue;
			/* what only says that something was stored: the filter of members says that, too */
			if (rank && e->nr_op == MEM_MAX_OPS)
				return;
			add_op(r, e, ops, op);
		}
	}
}

static int op_order(const void *pa, const void *pb, void *tab)
{
	const struct mem_op *a = pa, *b = pb;
	int c;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	c = fx_order(tab, a->what, b->what);
	if (!c)
		c = fx_order(tab, a->value, b->value);
	return c ? c : a->may - b->may;
}

static bool same_op(const struct mem_op *a, const struct mem_op *b)
{
	return a->kind == b->kind && a->what == b->what && a->value == b->value && a->may == b->may;
}

/* What the exit does to the same thing, perhaps only on some of its paths. */
static const struct mem_op *op_like(const struct mem_exit *e, const struct mem_op *op)
{
	for (u32 i = 0; i < e->nr_op; i++)
		if (e->op[i].kind == op->kind && e->op[i].what == op->what && e->op[i].value == op->value)
			return &e->op[i];
	return NULL;
}

/* The same to memory?  Where it happened does not matter. */
static bool same_ops(const struct mem_exit *a, const struct mem_exit *b)
{
	if (a->nr_op != b->nr_op || a->fresh != b->fresh || (a->ret_flags ^ b->ret_flags) & OBJ_OWNED)
		return false;
	for (u32 i = 0; i < a->nr_op; i++)
		if (!same_op(&a->op[i], &b->op[i]))
			return false;
	return true;
}

static u8 cond_join(struct atom *a, u8 na, const struct atom *b, u8 nb)
{
	u8 n = 0;

	for (u8 i = 0; i < na; i++) {
		for (u8 j = 0; j < nb; j++) {
			struct aval u;

			if (a[i].what != b[j].what)
				continue;
			u = aval_join(&a[i].is, &b[j].is);
			if (!aval_is_top(&u))
				a[n++] = (struct atom){ a[i].what, u };
			break;
		}
	}
	return n;
}

/* Where one leaves memory and the other something else, the memory is what matters. */
static u32 drop_overruled(struct mem_op *ops, u32 nr)
{
	u32 n = 0;

	for (u32 i = 0; i < nr; i++) {
		bool over = false;

		for (u32 j = 0; j < nr && ops[i].kind == OP_SET; j++)
			over |= ops[j].kind == OP_NEW && ops[j].what == ops[i].what;
		if (!over)
			ops[n++] = ops[i];
	}
	return n;
}

static const struct atom *cond_on(const struct mem_exit *e, fx_id what)
{
	for (u32 i = 0; i < e->nr_cond; i++)
		if (e->cond[i].what == what)
			return &e->cond[i];
	return NULL;
}

/* The object whose count both have asked; one that is NULL has none to ask. */
static fx_id counted_in_both(const struct mem_exit *a, const struct mem_exit *b)
{
	const struct mem_exit *with = a->counted ? a : b, *without = with == a ? b : a;
	const struct atom *is = cond_on(without, with->counted);
	s64 c;

	if (a->counted == b->counted)
		return a->counted;
	return !without->counted && is && aval_is_const(&is->is, &c) && !c ? with->counted : 0;
}

static bool is_counted(const struct mem_exit *a, const struct mem_exit *b, fx_id what)
{
	return a->counted == what && b->counted == what;
}

/* Truth values, and one of the two may be the other: a comparison is returned, and elsewhere a constant. */
static bool same_truth(const struct aval *a, const struct aval *b)
{
	struct aval both = *a;

	return a->lo >= 0 && a->hi <= 1 && b->lo >= 0 && b->hi <= 1 && aval_meet(&both, b);
}

/* Does the function say how it went, and both say the same?  Of counts and codes only their range is known. */
static bool is_alike(const struct mrun *r, const struct mem_exit *a, const struct mem_exit *b)
{
	enum ret_kind kind = kind_of(&a->ret);

	if (r->returns_pointer)
		return kind == kind_of(&b->ret);
	if (!r->returns_int)
		return false;
	if (kind == kind_of(&b->ret) && kind != R_ANY && kind != R_POSITIVE)
		return true;
	/* -ENOMEM, and what a callee that failed has returned */
	if (a->failing && b->failing)
		return true;
	return !memcmp(&a->ret, &b->ret, sizeof(a->ret)) ? !aval_is_top(&a->ret) : same_truth(&a->ret, &b->ret);
}

/* a := what both have in common; what only one does may happen. */
static void join(struct mrun *r, struct mem_exit *a, struct mem_exit *b)
{
	/* the function says how it went, and both say the same */
	bool alike = is_alike(r, a, b);
	struct mem_op ops[2 * MEM_MAX_OPS];
	fx_id counted = counted_in_both(a, b);
	const struct aval ret[2] = { a->ret, b->ret };
	s64 number;
	u32 n = 0;

	a->nr_cond = cond_join(a->cond, a->nr_cond, b->cond, b->nr_cond);
	a->ret = aval_join(&a->ret, &b->ret);
	if (a->ret_val != b->ret_val)
		a->ret_val = 0;
	a->incomplete |= b->incomplete;
	a->failing &= b->failing;
	a->warned &= b->warned;
	a->fail |= b->fail;
	if (b->fresh && !a->fresh) {
		a->fresh = true;
		a->ret_by = b->ret_by;
		a->ret_event = b->ret_event;
		a->ret_flags = (u16)(b->ret_flags & ~OBJ_OWNED);
	}
	if (!b->fresh)
		a->ret_flags &= (u16)~OBJ_OWNED;
	for (u32 side = 0; side < 2; side++) {
		const struct mem_exit *x = side ? b : a, *y = side ? a : b;

		for (u32 i = 0; i < x->nr_op; i++) {
			const struct mem_op *other = op_like(y, &x->op[i]);
			bool both = other && other->may == x->op[i].may;

			/* surely on one side, perhaps on the other: told by the one that does it */
			if (other && (both ? side : x->op[i].may))
				continue;
			ops[n] = x->op[i];
			ops[n].may |= !both;
			if (both)
				ops[n].only = ops[n].only == other->only ? ops[n].only : 0;
			else if (!x->op[i].may)
				ops[n].only = aval_is_const(&ret[side], &number) && number < 0 ? (s32)number : 0;
			/* who fails in several ways, and sometimes leaves it behind, leaves it behind */
			if (!both && ops[n].kind == OP_NEW && !(a->failing && b->failing))
				ops[n].flags &= (u16)~OBJ_OWNED;
			/* a path of the callee that its callers cannot tell from the other */
			if (!both && ops[n].kind == OP_FREE && !x->op[i].may && (alike || is_counted(a, b, ops[n].what)))
				ops[n].flags |= OBJ_SOME;
			/* the count says which of the two it was: what is dropped is a reference */
			if (!both && ops[n].kind == OP_FREE && !x->op[i].may && is_counted(a, b, ops[n].what))
				ops[n].dropped = DROP_LAST;
			if (!both && ops[n].kind == OP_DEAD && !alike)
				continue;
			n++;
		}
	}
	a->counted = counted;
	n = drop_overruled(ops, n);
	while (n > MEM_MAX_OPS) {
		u32 least = least_op(ops, n);

		memmove(&ops[least], &ops[least + 1], (n - least - 1) * sizeof(*ops));
		n--;
		a->incomplete = true;
	}
	free(a->op);
	a->op = n ? memcpy(xmalloc(n * sizeof(*ops)), ops, n * sizeof(*ops)) : NULL;
	a->nr_op = (u8)n;
	if (n)
		qsort_r(a->op, n, sizeof(*a->op), op_order, (void *)&r->w->fx);
}

static void drop_exit(struct mrun *r, u32 i)
{
	free(r->exit.at[i].op);
	memmove(&r->exit.at[i], &r->exit.at[i + 1], (r->exit.nr - i - 1) * sizeof(r->exit.at[0]));
	r->exit.nr--;
}

/* Is the pointer, or one into what it points to, anywhere in memory, or known by another name? */
static bool is_stored(struct mrun *r, const struct mstate *st, fx_id p)
{
	for (u32 i = 0; i < st->s.nr_store; i++)
		if (fx_at(&r->f->fx, st->s.store_key[i])->kind != FX_LOCAL && mem_base(r, st->s.store_val[i]) == p)
			return true;
	return false;
}

static void note_fate(struct mrun *r, struct mstate *st, fx_id ret, enum ret_kind kind)
{
	struct mem_fate fate = { .block = r->block, .kind = (u8)kind, .nr_trail = st->nr_trail };

	for (u32 i = 0; i < MIN(r->f->fn->nparams, 32u); i++) {
		fx_id p = fx_make(&r->f->fx, FX_PARAM, 0, i, 0);
		const struct obj *o = obj_find(st, p);
		struct aval a = ev_aval(r->f, &st->s, p);
		s64 c;

		if (o && (o->flags & OBJ_FREED) && (o->by & r->m->by_queued))
			r->object_params |= 1u << i;
		if (o && (o->flags & (OBJ_FREED | OBJ_TAKEN | OBJ_MAYFREED))) {
			fate.gone |= 1u << i;
			fate.events += o->freed + 1;
		}
		if (!(fate.gone & 1u << i) && !(aval_is_const(&a, &c) && !c) && !st->lost && !is_stored(r, st, p) &&
		    !(st->hardly & HARDLY_EMPTY) && (!ret || mem_base(r, ret) != p))
			fate.kept |= 1u << i;
	}
	memcpy(fate.trail, st->trail, sizeof(fate.trail));
	for (u32 i = 0; i < r->fate.nr; i++) {
		struct mem_fate *f = &r->fate.at[i];

		if (f->block == fate.block && f->kind == fate.kind && f->gone == fate.gone && f->kept == fate.kept &&
		    f->events == fate.events)
			return;
	}
	vec_push(&r->fate, fate);
}

static struct aval error_range(void)
{
	struct aval a = AVAL_TOP;

	a.lo = -4095;
	a.hi = -1;
	return a;
}

/* Has an allocation failed on the way?  Then that is why the function fails, too. */
static bool is_short_of_memory(const struct mstate *st)
{
	for (u32 i = 0; i < st->nr_obj; i++)
		if (st->obj[i].flags & OBJ_FAILED)
			return true;
	return false;
}

void mem_add_exit(struct mrun *r, struct mstate *st, fx_id ret)
{
	struct mem_exit e = { .ret = ret ? ev_aval(r->f, &st->s, ret) : AVAL_TOP, .ret_event = IR_NONE };
	struct mem_op ops[MEM_MAX_OPS];
	struct obj *o = ret ? obj_of(r, st, ret) : NULL;
	fx_id result = 0;
	s64 c;

	if (r->returns_pointer && o && o->val == ret && mem_is_failure(r, st, o)) {
		/* which of the two it is IS_ERR_OR_NULL() does not say: then what the callee fails with */
		e.fail = mem_known_error(r, st, ret) ? FAIL_ERR : aval_is_const(&e.ret, &c) && !c ? FAIL_NULL :
			o->either ? FAIL_NULL | FAIL_ERR : o->flags & OBJ_ERRPTR ? FAIL_ERR : FAIL_NULL;
		if (e.fail != (FAIL_NULL | FAIL_ERR))
			e.ret = e.fail == FAIL_NULL ? aval_const(0) : error_range();
	} else if (o && o->val == ret && !(o->flags & OBJ_FREED) && o->event != IR_NONE && !mem_is_failure(r, st, o)) {
		result = o->val;
		e.fresh = true;
		e.ret_flags = (u16)(o->flags & (OBJ_OWNED | OBJ_NULLABLE | OBJ_ERRPTR | OBJ_MANAGED));
		e.ret_by = o->by;
		e.ret_event = o->event;
		/* its caller may ask either way, as this function may */
		e.fail = o->either && o->flags & OBJ_NULLABLE ? FAIL_NULL | FAIL_ERR : 0;
		/* somebody else has it, too */
		if ((o->flags & OBJ_PUBLISHED) || mem_holder(r, st, o->val, 0, 0) == ROOT_OUTSIDE)
			e.ret_flags &= (u16)~OBJ_OWNED;
	} else if (r->returns_pointer && ret && is_short_of_memory(st)) {
		e.fail = aval_is_const(&e.ret, &c) && !c ? FAIL_NULL : e.ret.hi < 0 && e.ret.lo >= -4095 ? FAIL_ERR : 0;
	}
	/* a number is told by its range; the result keeps a name of its own then, for who forgets to test it */
	e.block = r->block;
	e.counted = st->counted ? export(r, st->counted, result) : 0;
	e.warned = st->hardly & HARDLY_WARNED && !is_short_of_memory(st);
	e.failing = mem_is_failing(r, st, ret) && mem_says_error(r, st, ret);
	e.ret_val = ret && !e.fresh && fx_at(&r->f->fx, ret)->kind != FX_CONST ? export(r, ret, 0) : 0;
	e.nr_cond = eff_condition(r->f, &st->s, e.cond);
	object_ops(r, st, &e, ops, result);
	store_ops(r, st, &e, ops, result);
	e.incomplete |= st->lost;
	note_fate(r, st, ret, kind_of(&e.ret));
	if (e.nr_op) {
		qsort_r(ops, e.nr_op, sizeof(*ops), op_order, (void *)&r->w->fx);
		e.op = memcpy(xmalloc(e.nr_op * sizeof(*ops)), ops, e.nr_op * sizeof(*ops));
	}
	for (u32 i = 0; i < r->exit.nr; i++) {
		struct mem_exit *x = &r->exit.at[i];

		if (kind_of(&x->ret) != kind_of(&e.ret) || !same_ops(x, &e) || x->ret_val != e.ret_val)
			continue;
		join(r, x, &e);
		free(e.op);
		return;
	}
	if (r->exit.nr == MAX_RAW) {
		join(r, &r->exit.at[0], &e);
		free(e.op);
		return;
	}
	vec_push(&r->exit, e);
}

/* One pair less: of the same class of result if there are any. */
static void join_one(struct mrun *r)
{
	u32 bi = 0, bj = 1, best = UINT32_MAX;

	for (u32 i = 0; i < r->exit.nr; i++) {
		for (u32 j = i + 1; j < r->exit.nr; j++) {
			const struct mem_exit *a = &r->exit.at[i], *b = &r->exit.at[j];
			u32 cost = kind_of(&a->ret) == kind_of(&b->ret) ? 0 : 8;

			cost += same_ops(a, b) ? 0 : 4;
			cost += a->fresh == b->fresh ? 0 : 16;
			cost += a->ret_val == b->ret_val ? 0 : 1;
			if (cost < best) {
				best = cost;
				bi = i;
				bj = j;
			}
		}
	}
	if (!same_ops(&r->exit.at[bi], &r->exit.at[bj]))
		r->stats->nr_effects_dropped++;
	join(r, &r->exit.at[bi], &r->exit.at[bj]);
	drop_exit(r, bj);
}

/* A test of a parameter: the result says whether a pointer is one, or in which range a number is. */
static bool tells_param(const struct mrun *r, const struct mem_exit *a)
{
	for (u32 i = 0; i < a->nr_cond; i++) {
		const struct fx *x = fx_at(&r->w->fx, a->cond[i].what);

		if (x->kind == FX_BIN && x->op == (OP_LE | FX_UNSIGNED) && fx_at(&r->w->fx, x->b)->kind == FX_PARAM)
			x = fx_at(&r->w->fx, x->b);
		else if (x->kind == FX_BIN && fx_at(&r->w->fx, x->b)->kind == FX_CONST)
			x = fx_at(&r->w->fx, x->a);
		if (x->kind == FX_PARAM)
			return true;
	}
	return false;
}

/* Exits that callers need not tell apart become one: each one forks their states. */
static void join_alike(struct mrun *r)
{
	for (u32 i = 0; i < r->exit.nr; i++) {
		for (u32 j = i + 1; j < r->exit.nr;) {
			struct mem_exit *a = &r->exit.at[i], *b = &r->exit.at[j];

			if (!same_ops(a, b) || (a->ret_val != b->ret_val && r->exit.nr <= 2) ||
			    (!r->returns_pointer && !a->nr_op && kind_of(&a->ret) != kind_of(&b->ret) &&
			     (tells_param(r, a) || tells_param(r, b)))) {
				j++;
				continue;
			}
			/* the class of the result tells them from a third that does something else */
			if (r->exit.nr > 2 && kind_of(&a->ret) != kind_of(&b->ret)) {
				bool third = false;

				for (u32 k = 0; k < r->exit.nr; k++)
					third |= k != i && k != j && !same_ops(&r->exit.at[k], a);
				if (third) {
					j++;
					continue;
				}
			}
			join(r, a, b);
			drop_exit(r, j);
		}
	}
}

/* a: where something is a pointer, b: where it is NULL or an error pointer. */
static bool pointer_or_not(const struct mrun *r, const struct mem_exit *a, const struct mem_exit *b)
{
	for (u32 i = 0; i < a->nr_cond; i++) {
		const struct fx *x = fx_at(&r->w->fx, a->cond[i].what);
		const struct atom *is, *other;
		s64 c;

		if (x->kind != FX_BIN || x->op != (OP_LE | FX_UNSIGNED) || !aval_is_const(&a->cond[i].is, &c) || c)
			continue;
		is = cond_on(a, x->b);
		other = cond_on(b, x->b);
		if (is && is->is.nonzero && other && other->is.lo >= -4095 && other->is.hi <= 0)
			return true;
	}
	return false;
}

/* Can a caller tell from the result, or from what it passed, which of the two it was? */
static bool told_apart(const struct mrun *r, const struct mem_exit *a, const struct mem_exit *b)
{
	struct aval v = a->ret;

	/* an error number that it returns by name: callers have such a path, whatever the other one returns */
	if (r->returns_int && a->failing != b->failing)
		return true;
	/* memory, and an error pointer */
	if ((a->fresh && b->ret.hi <= 0 && b->ret.lo >= -4095) || (b->fresh && a->ret.hi <= 0 && a->ret.lo >= -4095))
		return true;
	if (!aval_meet(&v, &b->ret) || pointer_or_not(r, a, b) || pointer_or_not(r, b, a))
		return true;
	for (u32 i = 0; i < a->nr_cond; i++) {
		for (u32 j = 0; j < b->nr_cond; j++) {
			v = a->cond[i].is;
			if (a->cond[i].what == b->cond[j].what && !aval_meet(&v, &b->cond[j].is))
				return true;
		}
	}
	return false;
}

/* why: a release that depends on what no caller sees (the last reference is dropped) may happen, that is all. */
static void join_ambiguous(struct mrun *r)
{
	for (u32 i = 0; i < r->exit.nr; i++) {
		for (u32 j = i + 1; j < r->exit.nr;) {
			if (told_apart(r, &r->exit.at[i], &r->exit.at[j])) {
				j++;
				continue;
			}
			join(r, &r->exit.at[i], &r->exit.at[j]);
			drop_exit(r, j);
			/* wider now: those before may meet it */
			j = i + 1;
		}
	}
}

static void drop_warned(struct mrun *r)
{
	bool any = false;

	for (u32 i = 0; i < r->exit.nr; i++)
		any |= !r->exit.at[i].warned;
	for (u32 i = r->exit.nr; any && i; i--)
		if (r->exit.at[i - 1].warned)
			drop_exit(r, i - 1);
}

void mem_free_exits(struct mem_effects *e)
{
	for (u32 i = 0; i < e->nr_exit; i++)
		free(e->exit[i].op);
	free(e->exit);
	e->exit = NULL;
	e->nr_exit = 0;
}

void mem_finish(struct mrun *r, struct mem_effects *out)
{
	drop_warned(r);
	join_alike(r);
	join_ambiguous(r);
	while (r->exit.nr > MEM_MAX_EXITS)
		join_one(r);
	mem_free_exits(out);
	out->known = true;
	out->nr_exit = (u8)r->exit.nr;
	out->exit = r->exit.nr ? memcpy(xmalloc(r->exit.nr * sizeof(*out->exit)), r->exit.at,
					r->exit.nr * sizeof(*out->exit)) : NULL;
	vec_clear(&r->exit);
}
