// SPDX-License-Identifier: GPL-2.0-only
/*
 * A call of a function that records of rules/ describe: what is new, released, kept, allocated again, and used.
 *
 * Records of one function with on= are the kinds of its result: each makes a state of its own.  A record hides the
 * body, but not what the body dereferences.
 */
#include "mem/mem_int.h"

bool mem_is_rule(const struct rule *k)
{
	return k->kind == RULE_NEW || k->kind == RULE_FREE || k->kind == RULE_TAKE || k->kind == RULE_REALLOC ||
		k->kind == RULE_BORROW;
}

static struct aval class_of(enum ret_class k)
{
	struct aval a = AVAL_TOP;

	switch (k) {
	case RET_ZERO: case RET_NULL:
		return aval_const(0);
	case RET_NONZERO: case RET_NONNULL:
		return aval_nonzero();
	case RET_NEGATIVE:
		a.hi = -1;
		return a;
	case RET_NONNEGATIVE:
		a.lo = 0;
		return a;
	default:
		return a;
	}
}

static enum ret_class opposite(enum ret_class k)
{
	static const u8 other[] = { [RET_ANY] = RET_ANY, [RET_ZERO] = RET_NONZERO, [RET_NONZERO] = RET_ZERO,
		[RET_NEGATIVE] = RET_NONNEGATIVE, [RET_NONNEGATIVE] = RET_NEGATIVE, [RET_NULL] = RET_NONNULL,
		[RET_NONNULL] = RET_NULL };

	return (enum ret_class)other[k];
}

bool mem_has_flag(struct mrun *r, struct mstate *st, fx_id flags, const char *name)
{
	u32 i = map_get(&r->w->named_const, strtab_find(&r->w->rules->str, name));

	return flags && i != MAP_NONE && ev_aval(r->f, &st->s, flags).one & (u64)r->w->const_value.at[i];
}

/* What waits until something is given back fails for those who cannot wait. */
static bool cannot_wait(struct mrun *r, struct mstate *st, fx_id flags)
{
	u64 bit = (u64)r->f->unit->direct_reclaim;

	return flags && bit && (ev_aval(r->f, &st->s, flags).zero & bit) == bit;
}

static bool never_fails(struct mrun *r, struct mstate *st, const struct mcall *c, const struct rule *k)
{
	fx_id flags = k->gfp >= 0 && (u32)k->gfp < c->nr_arg ? c->arg[k->gfp] : 0;

	if (k->nofail)
		return !k->waits || !cannot_wait(r, st, flags);
	return mem_has_flag(r, st, flags, "__GFP_NOFAIL");
}

static void add_new(struct mrun *r, struct mstate *st, const struct mcall *c, const struct rule *k, fx_id val)
{
	struct obj *o = obj_add(r, st, val);

	o->event = c->event;
	o->by = k->by;
	o->flags = k->maybe ? OBJ_PUBLISHED : OBJ_OWNED;
	o->size = k->size >= 0 && (u32)k->size < c->nr_arg ? c->arg[k->size] : 0;
	if (k->managed)
		o->flags |= OBJ_MANAGED;
	if (k->errptr)
		o->flags |= OBJ_ERRPTR;
	if (!k->pop && k->arg < 0 && !never_fails(r, st, c, k)) {
		o->flags |= OBJ_NULLABLE;
	} else if (k->nofail && k->arg < 0) {
		struct aval there = aval_nonzero();

		if (!st_assume_aval(r->f, &st->s, val, &there))
			o->flags = OBJ_PUBLISHED;
	}
	r->stats->nr_objects++;
}

/* Does argument n point to a pointer: is what is brought in stored there, or made in place? */
static bool stores_pointer(const struct mrun *r, const struct mcall *c, u32 n)
{
	const struct ir_val *callee = &ir_vals(r->f->u, r->f->fn)[c->e->a];
	const char *type, *end;
	u32 depth = 0;

	if (callee->kind != V_FUNC)
		return true;
	type = mem_param_type(ir_text(r->f->u, r->f->u->sym[callee->a].sig), n);
	if (!type)
		return true;
	for (end = type; *end; end++) {
		depth += *end == '(';
		if (!depth && (*end == ',' || *end == ')'))
			return end - type > 1 && end[-1] == '*' && memrchr(type, '*', (size_t)(end - type - 1));
		depth -= *end == ')' && depth;
	}
	return true;
}

static void rule_new(struct mrun *r, struct mstate *st, const struct mcall *c, const struct rule *k)
{
	fx_id val, place;

	if (k->arg < 0) {
		add_new(r, st, c, k, mem_result(r, c));
		return;
	}
	if ((u32)k->arg >= c->nr_arg || !c->arg[k->arg])
		return;
	if (!stores_pointer(r, c, (u32)k->arg)) {
		add_new(r, st, c, k, mem_inside(r, c->arg[k->arg]));
		return;
	}
	place = fx_make(&r->f->fx, FX_DEREF, 0, c->arg[k->arg], 0);
	val = fx_make(&r->f->fx, FX_UNKNOWN, 0, c->event, 1);
	add_new(r, st, c, k, val);
	mem_set(r, st, c->event, place, val);
}

static void rule_realloc(struct mrun *r, struct mstate *st, const struct mcall *c, const struct rule *k)
{
	fx_id old = (u32)k->arg < c->nr_arg ? c->arg[k->arg] : 0;
	struct aval a = ev_aval(r->f, &st->s, mem_result(r, c));
	struct obj *o = obj_of(r, st, old);
	s64 n;

	if (aval_is_const(&a, &n) && !n) {
		struct aval was = old ? ev_aval(r->f, &st->s, old) : AVAL_TOP;

		/* still there: whoever forgets it now loses it */
		if (old && !o && !(aval_is_const(&was, &n) && !n) &&
		    fx_is_place((enum fx_kind)fx_at(&r->f->fx, old)->kind)) {
			o = obj_add(r, st, old);
			o->flags = OBJ_OWNED | OBJ_PUBLISHED;
			o->event = c->event;
			o->by = k->by;
		}
		o = obj_add(r, st, mem_result(r, c));
		o->event = c->event;
		o->flags = OBJ_FAILED;
		return;
	}
	if (o) {
		u16 owned = o->flags & OBJ_OWNED;

		/* not a release of its own: what it held is held by the new one */
		if (o->flags & OBJ_FREED)
			mem_free_value(r, st, c, old, k->by, 0, false);
		o->flags = (u16)((o->flags & ~(OBJ_OWNED | OBJ_NULLABLE)) | OBJ_FREED | OBJ_MOVED);
		o->freed = c->event;
		add_new(r, st, c, k, mem_result(r, c));
		o = obj_find(st, mem_result(r, c));
		o->flags &= (u16)~(OBJ_NULLABLE | (owned ? 0 : OBJ_OWNED));
		return;
	}
	a = old ? ev_aval(r->f, &st->s, old) : AVAL_TOP;
	if (old && !(aval_is_const(&a, &n) && !n) && fx_is_place((enum fx_kind)fx_at(&r->f->fx, old)->kind)) {
		o = obj_add(r, st, old);
		o->flags = OBJ_ENTRY | OBJ_FREED | OBJ_MOVED;
		o->freed = c->event;
		o->root = mem_root_local(r, c, old);
	}
	add_new(r, st, c, k, mem_result(r, c));
	o = obj_find(st, mem_result(r, c));
	/* of memory that somebody else owns: that is still theirs; of NULL: it is ours */
	if (!(aval_is_const(&a, &n) && !n))
		o->flags &= (u16)~OBJ_OWNED;
	o->flags &= (u16)~OBJ_NULLABLE;
}

static u64 all_by(const struct mrun *r, const struct rule *k)
{
	u64 by = k->by;

	for (const struct rule *o = rules_next(r->w->rules, k); o; o = rules_next(r->w->rules, o))
		if (o->kind == k->kind && o->arg == k->arg)
			by |= o->by;
	return by;
}

/* ATOMIC bits that this function has seen to at the call. */
static u32 held_at(const struct mrun *r, u32 event)
{
	for (u32 i = r->p->first_edge.at[r->sym]; i < r->p->first_edge.at[r->sym + 1]; i++)
		if (r->p->edge.at[i].event == event)
			return r->p->edge.at[i].held_may;
	return 0;
}

static void free_by_rule(struct mrun *r, struct mstate *st, const struct mcall *c, const struct rule *k, fx_id arg)
{
	struct obj *o = arg ? obj_find(st, arg) : NULL;
	fx_id size = k->size >= 0 && (u32)k->size < c->nr_arg ? c->arg[k->size] : 0;
	u64 by = all_by(r, k);
	s64 is, was;

	if (o && o->size && size && o->by & by && fx_is_const(&r->f->fx, size, &is) &&
	    fx_is_const(&r->f->fx, o->size, &was) && is != was)
		mem_mismatch(r, st, c, o, HOW_SIZE, by);
	if (k->maybe && arg) {
		if (mem_drop_reference(r, st, c, k, arg, by))
			return;
	} else {
		mem_free_value(r, st, c, arg, by, (u16)((k->rcu ? OBJ_RCU : 0) | (k->errptr ? OBJ_ERRPTR : 0)), false);
	}
	/* there until the section ends */
	o = arg ? obj_of(r, st, arg) : NULL;
	if (o && k->rcu && held_at(r, c->event) & (ATOMIC_BIT_OF(ATOMIC_RCU) | r->w->forbids[NEED_SLEEP]))
		o->dropped = DROP_RCU;
}

/* It fails when it is given NULL: who tests its result has tested the pointer. */
static void looks_itself(struct mrun *r, struct mstate *st, fx_id arg)
{
	struct obj *o = obj_of(r, st, arg);

	if (!o || !(o->flags & (OBJ_NULLABLE | OBJ_FAILED)) || o->event == IR_NONE)
		return;
	mem_alloc_of(r, o->event)->tested = true;
	o->flags &= (u16)~(OBJ_NULLABLE | OBJ_FAILED);
}

/* Is the place a part of what an argument that may be written through is the address of: memset(&x, 0, n)? */
static bool is_written(struct mrun *r, const struct mcall *c, fx_id place)
{
	for (u32 k = 0; k < c->nr_arg; k++) {
		const struct fx *x = fx_at(&r->f->fx, c->arg[k]);
		fx_id whole;

		if (!c->arg[k] || x->kind == FX_CONST || mem_only_looks(r, c, k))
			continue;
		whole = x->kind == FX_ADDR ? x->a : fx_make(&r->f->fx, FX_DEREF, 0, c->arg[k], 0);
		if (whole && whole != place && mem_mentions(r, place, whole))
			return true;
	}
	return false;
}

/* Pointers that were released are not held any more by a record that may have been written to as a whole. */
static void forget_dead(struct mrun *r, struct mstate *st, const struct mcall *c)
{
	for (u32 i = 0; i < st->s.nr_store; i++) {
		const struct obj *o = obj_of(r, st, st->s.store_val[i]);

		if (o && o->flags & (OBJ_FREED | OBJ_SOME) && is_written(r, c, st->s.store_key[i]))
			st->s.store_val[i] = fx_make(&r->f->fx, FX_UNKNOWN, 0, c->event, 0x180 + i);
	}
	for (u32 i = 0; i < st->nr_obj; i++) {
		struct obj *o = &st->obj[i];

		if (o->flags & (OBJ_FREED | OBJ_SOME) && fx_at(&r->f->fx, o->val)->kind == FX_FIELD &&
		    is_written(r, c, o->val))
			mem_forget_release(o);
	}
}

/* A function that is not known is given what holds a released pointer: there may be another one by now. */
void mem_may_replace(struct mrun *r, struct mstate *st, const struct mcall *c)
{
	forget_dead(r, st, c);
	for (u32 i = 0; i < st->nr_obj; i++) {
		struct obj *o = &st->obj[i];

		if (!(o->flags & (OBJ_FREED | OBJ_SOME)) || fx_at(&r->f->fx, o->val)->kind != FX_FIELD)
			continue;
		for (u32 k = 0; k < c->nr_arg; k++)
			if (c->arg[k] && c->arg[k] != o->val && mem_mentions(r, o->val, mem_base(r, c->arg[k])))
				mem_forget_release(o);
	}
}

static void rule_effect(struct mrun *r, struct mstate *st, const struct mcall *c, const struct rule *k)
{
	fx_id arg = k->arg >= 0 && (u32)k->arg < c->nr_arg ? c->arg[k->arg] : 0;

	if ((k->kind == RULE_TAKE || k->kind == RULE_FREE) && !k->notnull && k->on != RET_ANY && arg)
		looks_itself(r, st, arg);
	/* what releases only what is there looks into it */
	if (k->kind == RULE_FREE && k->notnull && arg && obj_of(r, st, arg) &&
	    obj_of(r, st, arg)->flags & (OBJ_NULLABLE | OBJ_FAILED))
		mem_deref(r, st, arg, c->event, HOW_PASSED);
	switch (k->kind) {
	case RULE_FREE:
		free_by_rule(r, st, c, k, arg);
		break;
	case RULE_TAKE:
		mem_take_value(r, st, c, arg, false);
		/* a record is copied, with what it holds */
		mem_escape_held(r, st, arg);
		/* whatever the object is called: this is one of several references */
		if (arg && !obj_of(r, st, arg))
			obj_add(r, st, mem_base(r, arg))->flags = OBJ_ENTRY | OBJ_TAKEN;
		if (arg)
			obj_of(r, st, arg)->flags |= OBJ_SHARED;
		break;
	case RULE_NEW:
		rule_new(r, st, c, k);
		break;
	case RULE_REALLOC:
		rule_realloc(r, st, c, k);
		break;
	default:
		if (arg)
			mem_deref(r, st, arg, c->event, HOW_PASSED);
		/* a copy of the record holds what the record holds */
		for (u32 i = 0; i < c->nr_arg; i++)
			mem_escape_held(r, st, c->arg[i]);
		mem_may_replace(r, st, c);
		break;
	}
}

static enum ret_class rule_class(const struct rule *k)
{
	if (k->kind == RULE_NEW && k->arg >= 0 && k->on == RET_ANY)
		return RET_ZERO;
	if (k->kind == RULE_REALLOC)
		return RET_NONNULL;
	return (enum ret_class)k->on;
}

/* Where the kernel's version is not known, what holds for each of several is there at once. */
static bool is_repeated(const struct mrun *r, const struct rule *first, const struct rule *k)
{
	for (const struct rule *o = first; o && o != k; o = rules_next(r->w->rules, o))
		if (o->kind == k->kind && o->arg == k->arg && o->on == k->on)
			return true;
	return false;
}

static bool returns_signed(const struct mrun *r, const struct mcall *c)
{
	const struct ir_val *callee = &ir_vals(r->f->u, r->f->fn)[c->e->a];
	u32 type = callee->kind == V_FUNC ? r->f->u->sym[callee->a].type : IR_NONE;

	return type < r->f->u->nr_type && r->f->u->type[type].kind == T_INT && r->f->u->type[type].is_signed;
}

/* A record hides the body, but not that the body dereferences what it is given before it asks. */
static void body_uses(struct mrun *r, struct mstate *st, const struct mcall *c, const struct rule *first)
{
	const struct mem_effects *e = c->callee == IR_NONE ? NULL : &r->m->eff[c->callee];

	/* what releases says itself whether it can do without */
	for (const struct rule *k = first; k; k = rules_next(r->w->rules, k))
		if (k->kind == RULE_FREE || k->kind == RULE_REALLOC)
			return;

	for (u32 i = 0; e && e->known && i < MIN(c->nr_arg, 32u); i++) {
		struct obj *o = obj_of(r, st, c->arg[i]);

		if (o && o->flags & (OBJ_NULLABLE | OBJ_FAILED) && e->deref & ~e->test & 1u << i)
			mem_deref(r, st, c->arg[i], c->event, HOW_PASSED);
	}
}

u32 mem_by_rules(struct mrun *r, const struct mstate *before, const struct mcall *c, const struct rule *first,
		    struct mstate *out)
{
	struct mstate used, *in = &used;
	enum ret_class fork = RET_ANY;
	bool takes = false;
	u32 n = 0, sides;

	mstate_copy(in, before);
	body_uses(r, in, c, first);
	mem_body_stores(r, in, c);

	for (const struct rule *k = first; k; k = rules_next(r->w->rules, k))
		if (mem_is_rule(k) && rule_class(k) != RET_ANY)
			fork = rule_class(k), takes = k->kind == RULE_TAKE;
	/* whoever does not look at the result of what keeps something has no way on which that fails */
	sides = fork == RET_ANY || (takes && !mem_is_result_read(r, c->event)) ? 1 : 2;
	for (u32 side = 0; side < sides; side++) {
		enum ret_class now = side ? opposite(fork) : fork;
		struct aval is = class_of(now);

		/* 0 or a negative error number, as everywhere in the kernel */
		if (side && fork == RET_ZERO && returns_signed(r, c))
			is = class_of(RET_NEGATIVE);

		mstate_copy(&out[n], in);
		if (!st_assume_aval(r->f, &out[n].s, mem_result(r, c), &is))
			continue;
		for (const struct rule *k = first; k; k = rules_next(r->w->rules, k)) {
			struct aval want = class_of(rule_class(k)), have = is;

			if (k->kind == RULE_PART && (u32)k->arg < c->nr_arg && c->arg[k->arg])
				st_store(r->f, &out[n].s, mem_result(r, c), mem_leads_into(r, mem_base(r, c->arg[k->arg])));
			if (!mem_is_rule(k) || (k->kind != RULE_REALLOC && !aval_meet(&have, &want)))
				continue;
			if (k->kind != RULE_REALLOC && rule_class(k) != RET_ANY && rule_class(k) != now)
				continue;
			if (is_repeated(r, first, k))
				continue;
			rule_effect(r, &out[n], c, k);
		}
		n++;
	}
	return n;
}
