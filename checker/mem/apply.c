// SPDX-License-Identifier: GPL-2.0-only
/*
 * A call of a function whose effects on memory are known: each way to return makes a state.
 *
 * Effects speak of the values at the callee's entry, so they are read in the state before the call.  Order in one
 * exit: what is released, what memory may have changed, what is stored, what is taken over, the result.
 */
#include "mem/mem_int.h"

/* &p->member, and nobody has looked at p: what the callee asks of it is not whether p is there. */
static bool is_member_of(struct mrun *r, struct mstate *st, fx_id arg, const struct obj *o)
{
	struct aval a = ev_aval(r->f, &st->s, o->val);

	return (o->flags & (OBJ_NULLABLE | OBJ_FAILED)) && o->event != IR_NONE && arg != o->val &&
		fx_at(&r->f->fx, arg)->kind == FX_ADDR && !a.nonzero && a.lo <= 0;
}

/* What the callee does with a pointer whatever way it returns. */
static void arg_uses(struct mrun *r, struct mstate *st, const struct mcall *c, const struct mem_effects *eff)
{
	for (u32 i = 0; i < MIN(c->nr_arg, 32u); i++) {
		fx_id base = c->arg[i] ? mem_base(r, c->arg[i]) : 0;
		const struct fx *x = fx_at(&r->f->fx, base);
		struct obj *o = base ? obj_find(st, base) : NULL;
		bool test = eff->test & 1u << i, deref = eff->deref & 1u << i;

		if (!base)
			continue;
		if (eff->passed & 1u << i) {
			/* who knows what becomes of what a record holds */
			mem_escape_held(r, st, c->arg[i]);
			if (x->kind == FX_PARAM && x->a < 32)
				r->out->passed |= 1u << x->a;
		}
		if (o && (o->flags & (OBJ_FREED | OBJ_SOME)) && (eff->use & 1u << i)) {
			mem_deref(r, st, c->arg[i], c->event, HOW_PASSED);
		} else if (o && test && is_member_of(r, st, c->arg[i], o)) {
			mem_deref(r, st, c->arg[i], c->event, HOW_PASSED);
		} else if (o && (o->flags & (OBJ_NULLABLE | OBJ_FAILED)) && test && o->event != IR_NONE) {
			struct mem_alloc *al = mem_alloc_of(r, o->event);

			/* one callee that can do without it says nothing of the place that it was stored in before */
			al->tested |= al->stored == IR_NONE;
			o->flags &= (u16)~(OBJ_NULLABLE | OBJ_FAILED);
		} else if (deref && !test) {
			mem_deref(r, st, c->arg[i], c->event, HOW_PASSED);
		} else if (x->kind == FX_PARAM && x->a < 32) {
			if (eff->use & 1u << i)
				r->out->use |= 1u << x->a;
			if (test)
				r->out->test |= 1u << x->a;
		}
	}
}

/* Are both members of the same record, so that neither is within the other? */
static bool same_record(const struct mrun *r, u32 a, u32 b)
{
	const char *s = strtab_str(&r->w->field, a), *t = strtab_str(&r->w->field, b);
	const char *dot = strrchr(s, '.');

	return dot && !r->m->is_anonymous[a] && !strncmp(s, t, (size_t)(dot - s) + 1) && !strchr(t + (dot - s) + 1, '.');
}

/* What holds a member is written as what holds it: (char *)&p->ref - offset is p. */
static fx_id plain_names(struct mrun *r, fx_id id)
{
	struct fx_tab *t = &r->f->fx;
	const struct fx x = *fx_at(t, id);
	fx_id a, b;

	switch (x.kind) {
	case FX_BIN:
		a = plain_names(r, x.a);
		if (x.op == OP_SUB && fx_at(t, a)->kind == FX_ADDR && fx_at(t, x.b)->kind == FX_CONST && mem_base(r, a) != a)
			return mem_base(r, a);
		b = x.b ? plain_names(r, x.b) : 0;
		return fx_make(t, FX_BIN, x.op, a, b);
	case FX_FIELD:
		a = plain_names(r, x.a);
		/* the first member stands where the whole does */
		if (fx_at(t, a)->kind == FX_FIELD && same_record(r, fx_at(t, a)->b, x.b))
			a = fx_at(t, a)->a;
		return fx_make(t, FX_FIELD, 0, a, x.b);
	case FX_INDEX:
		return fx_make(t, FX_INDEX, 0, plain_names(r, x.a), x.b);
	case FX_DEREF: case FX_ADDR: case FX_UN:
		return fx_make(t, (enum fx_kind)x.kind, x.op, plain_names(r, x.a), 0);
	default:
		return id;
	}
}

fx_id mem_import_place(struct mrun *r, const struct mstate *in, fx_id what, const fx_id *param)
{
	fx_id v = ev_import_place(r->f, &in->s, what, param, MEM_RESULT + 1);

	return v ? plain_names(r, v) : 0;
}

/* What stands in the places that the expression names. */
static fx_id loaded(struct mrun *r, const struct mstate *in, fx_id id)
{
	const struct fx x = *fx_at(&r->f->fx, id);
	fx_id held = 0;

	if (x.kind == FX_BIN && x.b)
		return fx_make(&r->f->fx, FX_BIN, x.op, loaded(r, in, x.a), loaded(r, in, x.b));
	if (x.kind == FX_UN)
		return fx_make(&r->f->fx, FX_UN, x.op, loaded(r, in, x.a), 0);
	if (fx_is_place((enum fx_kind)x.kind))
		held = st_load(r->f, &in->s, id);
	return held ? held : id;
}

fx_id mem_import_value(struct mrun *r, const struct mstate *in, fx_id what, const fx_id *param)
{
	fx_id v = ev_import(r->f, &in->s, what, param, MEM_RESULT + 1), plain = v ? plain_names(r, v) : 0;

	/* what is passed is a value already */
	return !plain || plain == v || fx_at(&r->w->fx, what)->kind == FX_PARAM ? plain : loaded(r, in, plain);
}

fx_id mem_import(struct mrun *r, const struct mstate *in, const struct mcall *c, fx_id what)
{
	fx_id param[MEM_RESULT + 1] = { 0 };

	memcpy(param, c->arg, c->nr_arg * sizeof(*param));
	param[MEM_RESULT] = mem_result(r, c);
	return what ? mem_import_value(r, in, what, param) : 0;
}

/* open: bit per condition that is neither known to hold nor excluded. */
static bool conditions(struct mrun *r, struct mstate *st, const fx_id *param, const struct mem_exit *x, u32 *open)
{
	*open = 0;
	for (u32 i = 0; i < x->nr_cond; i++) {
		fx_id what = mem_import_value(r, st, x->cond[i].what, param);
		struct aval is = what ? ev_aval(r->f, &st->s, what) : AVAL_TOP, both = is;

		if (what && !st_assume_aval(r->f, &st->s, what, &x->cond[i].is))
			return false;
		if (!aval_meet(&both, &x->cond[i].is) || memcmp(&both, &is, sizeof(is)))
			*open |= 1u << i;
	}
	return true;
}

/* Does the expression read what the pointer points to? */
static bool looks_into(const struct mrun *r, fx_id id, fx_id pointer)
{
	const struct fx *x = fx_at(&r->w->fx, id);

	switch (x->kind) {
	case FX_DEREF:
		return x->a == pointer || looks_into(r, x->a, pointer);
	case FX_FIELD: case FX_ADDR: case FX_UN:
		return looks_into(r, x->a, pointer);
	case FX_INDEX: case FX_BIN:
		return (x->kind == FX_INDEX && x->a == pointer) || looks_into(r, x->a, pointer) ||
			(x->b && looks_into(r, x->b, pointer));
	default:
		return false;
	}
}

/* Whenever the result may be that one. */
static bool always_freed(const struct mem_effects *eff, fx_id what, const struct aval *ret)
{
	for (u32 i = 0; i < eff->nr_exit; i++) {
		struct aval both = *ret;
		bool freed = !aval_meet(&both, &eff->exit[i].ret);

		for (u32 k = 0; k < eff->exit[i].nr_op; k++)
			freed |= eff->exit[i].op[k].kind == OP_FREE && eff->exit[i].op[k].what == what && !eff->exit[i].op[k].may;
		if (!freed)
			return false;
	}
	return true;
}

/* It releases something depending on what stands in that: a count, a flag.  The caller knows what it is doing. */
static bool decides_itself(const struct mrun *r, const struct mem_effects *eff, const struct mem_exit *x, u32 open)
{
	for (u32 k = 0; open && k < x->nr_op; k++) {
		const struct mem_op *op = &x->op[k];

		if (op->kind != OP_FREE || op->may || always_freed(eff, op->what, &x->ret))
			continue;
		for (u32 i = 0; i < x->nr_cond; i++)
			if (open & 1u << i && looks_into(r, x->cond[i].what, op->what))
				return true;
	}
	return false;
}

/*
 * Does it release that only where a number beside it says so?  Whoever released it before may have changed that number,
 * or know which it is.
 */
static bool asks_beside(const struct mrun *r, const struct mem_exit *x, u32 open, fx_id what)
{
	const struct fx *w = fx_at(&r->w->fx, what);

	for (u32 i = 0; w->kind == FX_FIELD && i < x->nr_cond; i++) {
		const struct fx *k = fx_at(&r->w->fx, x->cond[i].what);

		while (k->kind == FX_BIN || k->kind == FX_UN)
			k = fx_at(&r->w->fx, k->a);
		if (open & 1u << i && k->kind == FX_FIELD && k->a == w->a && !r->m->is_pointer[k->b])
			return true;
	}
	return false;
}

/* Members that it may have stored to hold something else now; whoever knew them as released must ask again. */
static void forget_written(struct mrun *r, struct mstate *st, const struct mcall *c, u64 writes, bool all)
{
	for (u32 i = 0; i < st->nr_obj; i++) {
		struct obj *o = &st->obj[i];
		const struct fx *x = fx_at(&r->f->fx, o->val);

		if ((o->flags & (OBJ_FREED | OBJ_SOME)) && o->freed != c->event && x->kind == FX_FIELD &&
		    !mem_is_any_element(r, o->val) && (all || writes & r->m->bloom[x->b]))
			mem_forget_release(o);
		/* *p, and where p points to is not known: to a member, most likely */
		if ((o->flags & (OBJ_FREED | OBJ_SOME)) && o->freed != c->event && (all || writes) && x->kind == FX_DEREF &&
		    (fx_at(&r->f->fx, x->a)->kind == FX_JOIN || fx_at(&r->f->fx, x->a)->kind == FX_UNKNOWN))
			mem_forget_release(o);
	}
	for (u32 i = 0; i < st->s.nr_store; i++) {
		const struct fx x = *fx_at(&r->f->fx, st->s.store_key[i]);
		const struct obj *o;

		if (x.kind != FX_FIELD || !(all || writes & r->m->bloom[x.b]))
			continue;
		o = obj_of(r, st, st->s.store_val[i]);
		if (o && (o->flags & OBJ_FREED) && o->freed != c->event)
			st->s.store_val[i] = fx_make(&r->f->fx, FX_UNKNOWN, 0, c->event, 0x100 + i);
	}
}

/* It stores to the member as well, and what it stores did not find a place among its effects: NULL, most likely. */
static bool may_clear(const struct mrun *r, const struct mem_effects *eff, const struct mem_exit *x, fx_id what)
{
	const struct fx *at = fx_at(&r->w->fx, what);

	if (at->kind != FX_FIELD || !(eff->writes & r->m->bloom[at->b]))
		return false;
	for (u32 k = 0; k < x->nr_op; k++)
		if (x->op[k].kind != OP_FREE && x->op[k].kind != OP_TAKE && x->op[k].what == what)
			return false;
	return true;
}

/* Is it given, or what a part of is given? */
static bool is_given(struct mrun *r, const struct mcall *c, fx_id v)
{
	fx_id base = mem_base(r, v);

	for (u32 i = 0; i < c->nr_arg; i++)
		if (c->arg[i] && (c->arg[i] == v || mem_base(r, c->arg[i]) == base))
			return true;
	return false;
}

/* What the callee finds by way of released memory: it has to read that first.  What it is given it does not have to. */
static void used_on_the_way(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id v)
{
	while (!is_given(r, c, v)) {
		const struct fx x = *fx_at(&r->f->fx, v);
		const struct obj *o = x.kind == FX_DEREF || x.kind == FX_INDEX ? obj_of(r, st, x.a) : NULL;

		if (o && o->flags & OBJ_FREED && o->freed != c->event)
			mem_deref(r, st, x.a, c->event, HOW_PASSED);
		if (x.kind != FX_FIELD && x.kind != FX_DEREF && x.kind != FX_INDEX && x.kind != FX_ADDR)
			return;
		v = x.a;
	}
}

/* The only reference that there is. */
static bool is_own(const struct obj *o)
{
	return mem_is_only_one(o) && !(o->flags & OBJ_PUBLISHED);
}

static bool releases_any(const struct mem_exit *x)
{
	for (u32 k = 0; k < x->nr_op; k++)
		if (x->op[k].kind == OP_FREE)
			return true;
	return false;
}

/* The callee does it where it returns one number, and that number is compared with here: who does that knows. */
static bool asks_for(const struct mrun *r, const struct mem_op *op)
{
	return op->only && mem_is_compared(r, op->only);
}

static void free_ops(struct mrun *r, const struct mstate *in, struct mstate *st, const struct mcall *c,
		     const fx_id *param, const struct mem_exit *x, const struct mem_effects *eff, u32 open)
{
	bool weak = decides_itself(r, eff, x, open);
	struct mcall call = *c;
	struct mstate before;

	if (!releases_any(x))
		return;
	mstate_copy(&before, st);
	/* why first: parts are released before what they are in */
	for (u32 k = 0; k < x->nr_op; k++)
		if (x->op[k].kind == OP_FREE && !x->op[k].may)
			used_on_the_way(r, st, c, mem_import_place(r, in, x->op[k].what, param));
	for (u32 k = 0; k < x->nr_op; k++) {
		const struct mem_op *op = &x->op[k];
		fx_id v;

		if (op->kind != OP_FREE)
			continue;
		v = mem_import_value(r, in, op->what, param);
		if (!v)
			continue;
		if (mem_is_any_element(r, v)) {
			mem_free_elements(r, st, v, c->event);
			continue;
		}
		if (op->may && op->flags & OBJ_SOME && op->dropped == DROP_LAST && is_own(obj_find(st, v))) {
			/* by what the last reference runs, not by what drops it */
			mem_free_unchecked(r, st, c, v, 0, OBJ_VIA_CALLEE | (op->flags & OBJ_RCU), false);
			continue;
		}
		if (op->may && op->value) {
			fx_id put = mem_import_value(r, in, op->value, param);

			if (put && mem_drop_below(r, st, c, op, put))
				continue;
		}
		if (op->may || (weak && !always_freed(eff, op->what, &x->ret)) || may_clear(r, eff, x, op->what) ||
		    (x->counted == op->what && !mem_is_result_read(r, c->event) && !is_own(obj_of(r, st, v)))) {
			struct obj *o = obj_of(r, st, v);

			if (!o)
				o = obj_add(r, st, mem_base(r, v)), o->flags = OBJ_ENTRY;
			mem_note_cleaned(r, o);
			o->flags = (u16)((o->flags & ~(OBJ_OWNED | OBJ_FREED | OBJ_SOME)) | OBJ_MAYFREED | OBJ_VIA_CALLEE);
			if (op->may && op->flags & OBJ_SOME && !(o->flags & OBJ_SHARED) && !asks_for(r, op))
				o->flags |= OBJ_SOME;
			/* a call further down: others may well hold one; ways that were joined at a bound say little */
			o->dropped = op->dropped || x->incomplete ? DROP_SHARED : DROP_NONE;
			o->freed = c->event;
			if (op->may && op->value)
				o->put = mem_import_value(r, in, op->value, param), o->drop = op->drop, o->release = op->release;
		} else {
			call.asks = asks_beside(r, x, open, op->what);
			call.sure = !open || always_freed(eff, op->what, &x->ret);
			mem_free_unchecked(r, st, &call, v, op->by, OBJ_VIA_CALLEE | (op->flags & OBJ_RCU), false);
		}
	}
	/* members and what holds them go together, unless it does more than it says */
	if (x->incomplete)
		mem_escape_dead(r, st);
	else
		mem_check_lost(r, st, c->event, &before, c->callee, true);
}

bool mem_is_result_read(const struct mrun *r, u32 event)
{
	const struct ir_val *v = ir_vals(r->f->u, r->f->fn);

	for (u32 i = 0; i < r->f->fn->val_nr; i++)
		if (v[i].kind == V_RESULT && v[i].a == event)
			return true;
	return false;
}

static void take_ops(struct mrun *r, const struct mstate *in, struct mstate *st, const struct mcall *c,
		     const fx_id *param, const struct mem_exit *x)
{
	for (u32 k = 0; k < x->nr_op; k++) {
		fx_id v;

		if (x->op[k].kind != OP_TAKE)
			continue;
		v = mem_import_value(r, in, x->op[k].what, param);
		/* a record that is copied: what it holds is held by the copy */
		if (v && fx_at(&r->f->fx, v)->kind == FX_LOCAL)
			mem_escape_local(r, st, fx_at(&r->f->fx, v)->a);
		else if (v)
			mem_take_value(r, st, c, v, x->op[k].may);
	}
}

/* A flag word that says __GFP_NOFAIL. */
static bool given_nofail(struct mrun *r, struct mstate *st, const struct mcall *c)
{
	const struct flow_sym *g = &r->w->sym.at[c->callee];
	const struct ir_unit *u = r->w->unit.at[g->unit].u;
	const struct ir_func *fn = &u->func[g->func];

	for (u32 i = 0; i < MIN(c->nr_arg, fn->nparams); i++) {
		u32 type = u->local[fn->local_at + i].type;

		if (type < u->nr_type && !strcmp(ir_text(u, u->type[type].alias), "gfp_t") &&
		    mem_has_flag(r, st, c->arg[i], "__GFP_NOFAIL"))
			return true;
	}
	return false;
}

/* fail: what some way to return gives instead of memory; 0: no way gives any. */
static void result_of(struct mrun *r, struct mstate *st, const struct mcall *c, const struct mem_exit *x, u8 fail)
{
	fx_id res = mem_result(r, c);
	struct obj *o;

	if (!x->fresh && !(x->fail & fail))
		return;
	if (x->fresh) {
		fx_id is_err = fx_make(&r->f->fx, FX_BIN, OP_LE | FX_UNSIGNED, fx_const(&r->f->fx, -4095), res);

		/* what it returns otherwise is told from an error pointer */
		if (fail & FAIL_ERR && !x->fail && !(x->ret_flags & OBJ_NULLABLE) && is_err &&
		    !st_assume(r->f, &st->s, is_err, false))
			return;
		o = obj_add(r, st, res);
		o->event = c->event;
		o->by = x->ret_by;
		o->flags = (u16)(x->ret_flags | OBJ_VIA_CALLEE);
		r->stats->nr_objects++;
	} else {
		o = obj_add(r, st, res);
		o->event = c->event;
		o->flags = OBJ_VIA_CALLEE;
	}
	if (x->fail)
		o->flags = (u16)((o->flags & ~OBJ_ERRPTR) | (x->fail == FAIL_ERR ? OBJ_ERRPTR : 0) |
				 (x->fresh ? OBJ_NULLABLE : OBJ_FAILED));
	o->either = fail == (FAIL_NULL | FAIL_ERR);
	if (given_nofail(r, st, c))
		o->flags &= (u16)~(OBJ_NULLABLE | OBJ_FAILED);
}

/* It was given the address of a local: what it does not say it leaves alone, unless it does not say all. */
static void locals_given(struct mrun *r, struct mstate *st, const struct mcall *c, bool incomplete)
{
	for (u32 i = 0; incomplete && i < c->nr_arg; i++) {
		const struct fx *x = fx_at(&r->f->fx, c->arg[i]);

		if (obj_of(r, st, c->arg[i]) && !mem_only_looks(r, c, i))
			mem_escape(r, st, obj_of(r, st, c->arg[i])->val);
		if (x->kind != FX_ADDR)
			continue;
		mem_escape(r, st, c->arg[i]);
		x = fx_at(&r->f->fx, x->a);
		while (x->kind == FX_FIELD)
			x = fx_at(&r->f->fx, x->a);
		if (x->kind == FX_LOCAL)
			mem_escape_local(r, st, x->a);
	}
}

/* Does the condition ask a number, rather than whether a pointer is there? */
static bool asks_number(const struct mrun *r, u32 callee, fx_id what)
{
	const struct flow_sym *g = &r->w->sym.at[callee];
	const struct fx *x = fx_at(&r->w->fx, what);
	const struct ir_unit *u;
	u32 type;

	if (x->kind == FX_BIN && fx_at(&r->w->fx, x->b)->kind == FX_CONST)
		x = fx_at(&r->w->fx, x->a);
	if (x->kind != FX_PARAM || g->func == IR_NONE)
		return false;
	u = r->w->unit.at[g->unit].u;
	if (x->a >= u->func[g->func].nparams)
		return false;
	type = u->local[u->func[g->func].local_at + x->a].type;
	return type < u->nr_type && u->type[type].kind != T_PTR;
}

/*
 * Does it do nothing to memory, and its result only says in which range a number is that it is given, and here that may
 * be any?  why: two states for each such call are too many.
 */
static bool is_open_question(struct mrun *r, const struct mstate *in, const struct mcall *c, const fx_id *param,
			     const struct mem_effects *eff)
{
	u32 nr = 0, open;
	bool number = false;

	for (u32 i = 0; i < eff->nr_exit; i++) {
		const struct mem_exit *x = &eff->exit[i];
		struct mstate st;

		if (x->nr_op || x->fresh || x->fail || x->ret_val)
			return false;
		for (u32 k = 0; k < x->nr_cond; k++) {
			if (!asks_number(r, c->callee, x->cond[k].what))
				return false;
			number = true;
		}
		mstate_copy(&st, in);
		nr += conditions(r, &st, param, x, &open);
	}
	return number && nr > 1;
}

/* Whatever way it returns: what it may have written is not known any more. */
static void any_exit(struct mrun *r, struct mstate *st, const struct mcall *c, const struct mem_effects *eff)
{
	struct aval ret = eff->exit[0].ret;
	bool incomplete = false;

	for (u32 i = 0; i < eff->nr_exit; i++) {
		incomplete |= eff->exit[i].incomplete;
		ret = aval_join(&ret, &eff->exit[i].ret);
	}
	/* never false: nothing was known of it */
	if (!aval_is_top(&ret) && !st_assume_aval(r->f, &st->s, mem_result(r, c), &ret))
		st->lost = true;
	forget_written(r, st, c, eff->writes, incomplete);
	locals_given(r, st, c, incomplete);
}

static bool may_leave_dead(const struct mem_exit *x)
{
	for (u32 k = 0; k < x->nr_op; k++)
		if (x->op[k].kind == OP_DEAD && x->op[k].may)
			return true;
	return false;
}

/*
 * Of a way that has failed, and perhaps left a released pointer behind: a result that is not zero is an error number, as
 * everywhere in the kernel.  why: what a callee returned may be positive, for all its caller knows, and whoever asks for
 * `< 0` behind it knows better.
 */
static bool assume_result(struct mrun *r, struct mstate *st, const struct mcall *c, const struct mem_exit *x)
{
	struct aval ret = x->ret;

	if (x->failing && ret.nonzero && ret.lo < 0 && ret.hi > 0 && may_leave_dead(x))
		ret.hi = -1;
	return st_assume_aval(r->f, &st->s, mem_result(r, c), &ret);
}

/* What it is given holds memory that it releases on other ways: when it fails, say. */
static void note_parts_told(struct mrun *r, const struct mstate *in, struct mstate *st, const struct mcall *c,
			    const fx_id *param, const struct mem_effects *eff)
{
	for (u32 i = 0; i < eff->nr_exit; i++) {
		for (u32 k = 0; k < eff->exit[i].nr_op; k++) {
			const struct mem_op *op = &eff->exit[i].op[k];
			struct obj *o;
			fx_id v;

			if (op->kind != OP_FREE || fx_at(&r->w->fx, op->what)->kind != FX_FIELD)
				continue;
			v = mem_import_value(r, in, op->what, param);
			o = v ? obj_find(st, v) : NULL;
			if (!o || (o->flags & (OBJ_OWNED | OBJ_TAKEN)) != OBJ_OWNED || o->event == IR_NONE ||
			    o->event == c->event)
				continue;
			o->given = c->event;
			o->side = 0;
			o->strange |= STRANGE_TOLD;
		}
	}
}

u32 mem_apply(struct mrun *r, const struct mstate *in, const struct mcall *c, const struct mem_effects *eff,
	      struct mstate *out)
{
	struct mstate s;
	fx_id param[MEM_RESULT + 1] = { 0 };
	bool fresh = false;
	u32 n = 0;
	u8 fail = 0;

	mstate_copy(&s, in);
	memcpy(param, c->arg, c->nr_arg * sizeof(*param));
	param[MEM_RESULT] = mem_result(r, c);
	arg_uses(r, &s, c, eff);
	r->out->writes |= eff->writes;
	if (is_open_question(r, &s, c, param, eff)) {
		mstate_copy(&out[0], &s);
		any_exit(r, &out[0], c, eff);
		return 1;
	}
	for (u32 i = 0; i < eff->nr_exit; i++) {
		fresh |= eff->exit[i].fresh;
		fail |= eff->exit[i].fail;
		if (eff->exit[i].fresh && eff->exit[i].ret_flags & OBJ_NULLABLE)
			fail |= eff->exit[i].ret_flags & OBJ_ERRPTR ? FAIL_ERR : FAIL_NULL;
	}
	for (u32 i = 0; i < eff->nr_exit && n < MEM_FORKS; i++) {
		const struct mem_exit *x = &eff->exit[i];
		struct mstate *st = &out[n];
		fx_id v = 0;
		u32 open;

		mstate_copy(st, &s);
		if (!conditions(r, st, param, x, &open))
			continue;
		if (x->ret_val)
			v = ev_import(r->f, &s.s, x->ret_val, param, MEM_RESULT);
		if (v)
			st_store(r->f, &st->s, mem_result(r, c), v);
		else if (!aval_is_top(&x->ret) && !assume_result(r, st, c, x))
			continue;
		free_ops(r, &s, st, c, param, x, eff, open);
		forget_written(r, st, c, eff->writes, x->incomplete);
		locals_given(r, st, c, x->incomplete);
		mem_leave(r, &s, st, c, param, eff, x);
		take_ops(r, &s, st, c, param, x);
		result_of(r, st, c, x, fresh ? fail : 0);
		if (!x->failing) {
			mem_note_told(r, st, c);
			note_parts_told(r, &s, st, c, param, eff);
		}
		n++;
	}
	if (!eff->nr_exit) {
		mstate_copy(&out[0], &s);
		n = 1;
	}
	return n;
}
