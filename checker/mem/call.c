// SPDX-License-Identifier: GPL-2.0-only
/*
 * One call event: what records of rules/, or the callee's effects, make of the objects of a state.
 *
 * A record hides the body.  An unknown callee borrows what it is given; what a local holds whose address it gets is out
 * of sight afterwards.
 */
#include "mem/mem_int.h"

fx_id mem_result(struct mrun *r, const struct mcall *c)
{
	return fx_make(&r->f->fx, FX_RESULT, 0, c->event, 0);
}

static bool is_mem_rule(const struct rule *k)
{
	return k->kind == RULE_NEW || k->kind == RULE_FREE || k->kind == RULE_TAKE || k->kind == RULE_REALLOC ||
		k->kind == RULE_BORROW;
}

/* Is it an address of something that never was allocated? */
static bool wrong_place(struct mrun *r, fx_id v, enum mem_how *how)
{
	const struct fx *x = fx_at(&r->f->fx, v);

	if (x->kind != FX_ADDR)
		return false;
	x = fx_at(&r->f->fx, x->a);
	while (x->kind == FX_FIELD)
		x = fx_at(&r->f->fx, x->a);
	if (x->kind == FX_LOCAL)
		*how = HOW_STACK;
	else if (x->kind == FX_GLOBAL)
		*how = HOW_STATIC;
	else
		return false;
	return true;
}

/* The variable that the argument which leads to the pointer is written with. */
static u32 root_local(const struct mrun *r, const struct mcall *c, fx_id val)
{
	const struct ir_val *all = ir_vals(r->f->u, r->f->fn);
	const ir_val_id *a = ir_args(r->f->u, r->f->fn, c->e);

	for (u32 i = 0; i < c->nr_arg; i++) {
		const struct ir_val *v = &all[a[i]];

		if (!c->arg[i] || !mem_mentions(r, val, mem_base((struct mrun *)r, c->arg[i])))
			continue;
		while (v->kind == V_FIELD || v->kind == V_DEREF || v->kind == V_INDEX || v->kind == V_ADDR ||
		       v->kind == V_BIN)
			v = &all[v->a];
		if (v->kind == V_LOCAL)
			return v->a;
	}
	return IR_NONE;
}

static void escape_record(struct mrun *r, struct mstate *st, fx_id place)
{
	const struct fx *x = fx_at(&r->f->fx, place);

	if (x->kind != FX_FIELD)
		return;
	while (x->kind == FX_FIELD)
		x = fx_at(&r->f->fx, x->a);
	if (x->kind == FX_LOCAL)
		mem_escape_local(r, st, x->a);
}

/* An element of an array whose number is not known: the next one has the same name. */
static bool is_unnamed(const struct mrun *r, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);

	switch (x->kind) {
	case FX_INDEX:
		/* and one that is counted in memory: who releases it counts on */
		return !x->b || fx_is_place((enum fx_kind)fx_at(&r->f->fx, x->b)->kind) ||
			fx_at(&r->f->fx, x->b)->kind == FX_BIN || is_unnamed(r, x->a);
	case FX_BIN:
		return fx_at(&r->f->fx, x->b)->kind != FX_CONST || is_unnamed(r, x->a);
	case FX_FIELD: case FX_DEREF: case FX_ADDR: case FX_UN:
		return is_unnamed(r, x->a);
	default:
		return false;
	}
}

static void mismatch(struct mrun *r, struct mstate *st, const struct mcall *c, const struct obj *o, enum mem_how how,
		     u64 want)
{
	mem_hit(r, st, o, (struct mem_hit){ .check = MEM_MISMATCHED, .how = (u8)how, .event = c->event,
		.alloc = IR_NONE, .freed = IR_NONE, .confidence = how == HOW_ERROR || (o && o->flags & OBJ_VIA_CALLEE) ? 1 : 2,
		.have = o ? o->by : 0, .want = want });
}

static bool is_object(const struct mrun *r, ir_val_id place)
{
	const struct ir_val *v = &ir_vals(r->f->u, r->f->fn)[place];

	while (v->kind == V_FIELD)
		v = &ir_vals(r->f->u, r->f->fn)[v->a];
	return v->kind == V_LOCAL || v->kind == V_GLOBAL;
}

/* Does a variable that holds the address point to the type of the object whose address it is? */
static bool typed_address(const struct mrun *r, const struct mcall *c, fx_id v)
{
	const struct ir_unit *u = r->f->u;
	const ir_val_id *a = ir_args(u, r->f->fn, c->e);
	const struct fx *x = fx_at(&r->f->fx, fx_at(&r->f->fx, v)->a);
	u32 object = x->kind == FX_LOCAL ? u->local[r->f->fn->local_at + x->a].type : IR_NONE;

	if (x->kind == FX_GLOBAL)
		for (u32 i = 0; i < u->nr_sym && object == IR_NONE; i++)
			object = r->f->unit->sym[i] == x->a ? u->sym[i].type : IR_NONE;
	if (object < u->nr_type && u->type[object].kind == T_ARRAY)
		object = u->type[object].elem;
	for (u32 i = 0; i < c->nr_arg && object < u->nr_type; i++) {
		const struct ir_val *w = &ir_vals(u, r->f->fn)[a[i]];
		u32 type = w->kind == V_LOCAL ? u->local[r->f->fn->local_at + w->a].type : IR_NONE;

		type = type < u->nr_type && u->type[type].kind == T_PTR ? u->type[type].elem : IR_NONE;
		if (c->arg[i] == v && type < u->nr_type &&
		    !strcmp(ir_text(u, u->type[type].name), ir_text(u, u->type[object].name)))
			return true;
	}
	return false;
}

/* Not at its start? */
static bool is_inside(const struct mrun *r, fx_id v, fx_id val)
{
	const struct fx *x = fx_at(&r->f->fx, v);
	s64 n;

	if (x->kind == FX_BIN && x->op == OP_ADD && x->a == val)
		return fx_is_const(&r->f->fx, x->b, &n) && n > 0;
	if (x->kind != FX_ADDR)
		return false;
	x = fx_at(&r->f->fx, x->a);
	if (x->kind == FX_INDEX)
		return x->a == val && x->b && fx_is_const(&r->f->fx, x->b, &n) && n > 0;
	if (x->kind != FX_FIELD)
		return false;
	/* the first member is where the whole is; which one that is nobody says, but it is hardly an array */
	return fx_at(&r->f->fx, x->a)->kind == FX_DEREF && fx_at(&r->f->fx, x->a)->a == val && r->m->is_array[x->b];
}

/* Does an argument say `&x`, or name an array? */
static bool written_address(const struct mrun *r, const struct mcall *c, fx_id v)
{
	const ir_val_id *a = ir_args(r->f->u, r->f->fn, c->e);

	for (u32 i = 0; i < c->nr_arg; i++)
		if (c->arg[i] == v && ir_vals(r->f->u, r->f->fn)[a[i]].kind == V_ADDR &&
		    is_object(r, ir_vals(r->f->u, r->f->fn)[a[i]].a))
			return true;
	return false;
}

/* Loaded from a member to which, of some object, something was stored: the name may stand for another pointer by now. */
static bool is_stored_elsewhere(const struct mrun *r, const struct mstate *st, fx_id place, u32 field)
{
	bool here = false;

	if (!(st->aliased & 1ull << (field % 64)))
		return false;
	for (u32 i = 0; i < st->s.nr_store; i++) {
		const struct fx *key = fx_at(&r->f->fx, st->s.store_key[i]);

		here |= st->s.store_key[i] == place;
		if (key->kind == FX_FIELD && key->b == field && st->s.store_key[i] != place)
			return true;
	}
	/* the place itself was stored to: what was loaded before has its name all the same */
	return !here;
}

static bool is_aliased(const struct mrun *r, const struct mstate *st, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);
	fx_id id = v;

	for (;;) {
		if (x->kind == FX_FIELD && is_stored_elsewhere(r, st, id, x->b))
			return true;
		id = x->a;
		if (x->kind == FX_FIELD || x->kind == FX_DEREF || x->kind == FX_INDEX || x->kind == FX_ADDR ||
		    x->kind == FX_BIN)
			x = fx_at(&r->f->fx, x->a);
		else
			return false;
	}
}

/* Is it given, or the variable that holds it? */
static bool is_argument(const struct mrun *r, const struct mstate *st, const struct mcall *c, fx_id v)
{
	for (u32 i = 0; i < c->nr_arg; i++) {
		const struct fx *x = fx_at(&r->f->fx, c->arg[i]);

		if (c->arg[i] == v || (x->kind == FX_ADDR && st_load(r->f, &st->s, x->a) == v))
			return true;
	}
	return false;
}

/* Neither the allocator nor the function that releases is of this very file: that one knows what it is made of. */
static bool is_stranger(const struct mrun *r, const struct mcall *c, const struct obj *o)
{
	const struct flow_sym *me = &r->w->sym.at[r->sym];
	u32 event[2] = { c->event, o->event };

	for (u32 i = 0; i < 2; i++) {
		const struct ir_event *e = event[i] == IR_NONE ? NULL : &ir_events(r->f->u, r->f->fn)[event[i]];
		const struct ir_val *callee = e && e->kind == EV_CALL ? &ir_vals(r->f->u, r->f->fn)[e->a] : NULL;
		const struct flow_sym *s = callee && callee->kind == V_FUNC ? &r->w->sym.at[r->f->unit->sym[callee->a]] : NULL;

		if (s && s->rule && s->func != IR_NONE && s->file == me->file)
			return false;
	}
	return true;
}

void mem_free_value(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id v, u64 by, u16 flags, bool may)
{
	struct mstate before = *st;

	mem_free_unchecked(r, st, c, v, by, flags, may);
	mem_check_lost(r, st, c->event, HOW_CONTAINER, &before);
}

void mem_free_unchecked(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id v, u64 by, u16 flags, bool may)
{
	struct aval a = v ? ev_aval(r->f, &st->s, v) : AVAL_TOP;
	enum mem_how how;
	struct obj *o;
	bool part;
	s64 n;

	if (v)
		mem_note_member(r, v, NOTE_RELEASED);
	if (!v || (aval_is_const(&a, &n) && !n) || fx_at(&r->f->fx, v)->kind == FX_CONST)
		return;
	if (mem_free_element(r, st, v, c->event))
		return;
	/* what was made in place goes, the object that it is in stays */
	if (by && !(by & r->m->by_returned) && !may)
		v = mem_inside(r, v);
	if (!(flags & (OBJ_VIA_CALLEE | OBJ_ERRPTR)) && (by & r->m->by_plain) && mem_is_error(r, st, v)) {
		mismatch(r, st, c, NULL, HOW_ERROR, by);
		return;
	}
	if (wrong_place(r, v, &how)) {
		/* elsewhere it is the head of a list, taken for an element on a path that does not exist */
		if ((by & r->m->by_plain) && !may && !(flags & OBJ_VIA_CALLEE) &&
		    (written_address(r, c, v) || typed_address(r, c, v)))
			mismatch(r, st, c, NULL, how, by);
		return;
	}
	/* never stored there by that name: by that of another member of a union */
	if (fx_is_place((enum fx_kind)fx_at(&r->f->fx, v)->kind) && mem_place_root(r, st, v, 0, 0) == ROOT_LOCAL)
		escape_record(r, st, v);
	if (is_unnamed(r, v) || is_aliased(r, st, v)) {
		mem_escape(r, st, v);
		return;
	}
	/* a record that names a part of an object means just that part, unless it is a reference to the whole */
	part = fx_at(&r->f->fx, v)->kind == FX_ADDR && !may && !(flags & OBJ_VIA_CALLEE) && !(by & r->m->by_plain);
	o = part ? obj_find(st, v) : obj_of(r, st, v);
	may |= o && (o->flags & OBJ_SHARED);
	if (o && (o->flags & OBJ_FREED)) {
		mem_hit(r, st, o, (struct mem_hit){ .check = MEM_DOUBLE_FREE, .how = HOW_FREED, .event = c->event,
			.alloc = IR_NONE, .freed = IR_NONE,
			.confidence = o->freed == c->event && o->event == IR_NONE ? 0 :
				may || o->flags & (OBJ_VIA_CALLEE | OBJ_RCU) || flags & OBJ_VIA_CALLEE ? 1 : 2 });
		o->flags = (u16)((o->flags & ~(OBJ_FREED | OBJ_MOVED)) | OBJ_MAYFREED);
		return;
	}
	if (o && (o->flags & OBJ_SOME) && !may)
		mem_hit(r, st, o, (struct mem_hit){ .check = MEM_DOUBLE_FREE, .how = HOW_FREED, .event = c->event,
			.alloc = IR_NONE, .freed = IR_NONE, .confidence = o->dropped != 1 });
	if (o)
		o->flags &= (u16)~OBJ_SOME;
	if (o && o->val == v && o->by && by && !(o->by & by) && !may && is_stranger(r, c, o) &&
	    /* a constructor and the destructor of the same API */
	    !(o->flags & OBJ_VIA_CALLEE && !(by & ~r->m->by_mixed)) &&
	    (!(flags & OBJ_VIA_CALLEE) || is_argument(r, st, c, v)))
		mismatch(r, st, c, o, HOW_KIND, by);
	if (o && o->event != IR_NONE && o->by & by & r->m->by_plain && !may && !((o->flags | flags) & OBJ_VIA_CALLEE) &&
	    !(flags & OBJ_RCU) && !(o->by & r->m->by_maybe) && is_inside(r, v, o->val))
		mismatch(r, st, c, o, HOW_INSIDE, by);
	if (!o) {
		o = obj_add(r, st, part ? v : mem_base(r, v));
		o->flags = OBJ_ENTRY;
		o->by = by;
	} else if (may && o->val == v && (o->flags & OBJ_OWNED) && !(o->flags & (OBJ_PUBLISHED | OBJ_TAKEN | OBJ_SHARED))) {
		/* the only reference that there is */
		may = false;
	}
	o->flags = (u16)((o->flags & ~(OBJ_OWNED | OBJ_NULLABLE | OBJ_FAILED)) | (may ? OBJ_MAYFREED : OBJ_FREED) |
			 (flags & (OBJ_VIA_CALLEE | OBJ_RCU)));
	/* it may have been the last reference */
	if (may && !(o->flags & OBJ_SHARED) && !(flags & OBJ_VIA_CALLEE)) {
		o->flags |= OBJ_SOME;
		o->dropped = by & (by - 1) || by & r->m->by_mixed ? 1 : 2;
	}
	o->freed = c->event;
	o->root = root_local(r, c, o->val);
	if (o->event == IR_NONE)
		o->trail = st->nr_trail;
}

void mem_take_value(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id v, bool may)
{
	struct obj *o = obj_of(r, st, v);

	(void)may;
	if (!v)
		return;
	if (!o) {
		if (fx_at(&r->f->fx, mem_base(r, v))->local)
			return;
		o = obj_add(r, st, mem_base(r, v));
		o->flags = OBJ_ENTRY;
	}
	if (c && o->freed == IR_NONE)
		o->freed = c->event;
	o->flags = (u16)((o->flags & ~OBJ_OWNED) | OBJ_TAKEN);
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
	const char *sig, *end;
	u32 depth = 0;

	if (callee->kind != V_FUNC)
		return true;
	sig = strchr(ir_text(r->f->u, r->f->u->sym[callee->a].sig), '(');
	if (!sig)
		return true;
	for (end = ++sig; *end; end++) {
		depth += *end == '(';
		if (!depth && (*end == ',' || *end == ')')) {
			if (!n--)
				return end - sig > 1 && end[-1] == '*' && memrchr(sig, '*', (size_t)(end - sig - 1));
			sig = end + 1;
		}
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
		o->root = root_local(r, c, old);
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
		mismatch(r, st, c, o, HOW_SIZE, by);
	if (k->maybe && arg) {
		if (mem_drop_reference(r, st, c, k, arg, by))
			return;
	} else {
		mem_free_value(r, st, c, arg, by, (u16)((k->rcu ? OBJ_RCU : 0) | (k->errptr ? OBJ_ERRPTR : 0)), false);
	}
	/* there until the section ends */
	o = arg ? obj_of(r, st, arg) : NULL;
	if (o && k->rcu && held_at(r, c->event) & ATOMIC_BIT_OF(ATOMIC_RCU))
		o->dropped = 3;
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

/* A function that is not known is given what holds a released pointer: there may be another one by now. */
static void may_replace(struct mrun *r, struct mstate *st, const struct mcall *c)
{
	for (u32 i = 0; i < st->nr_obj; i++) {
		struct obj *o = &st->obj[i];

		if (!(o->flags & (OBJ_FREED | OBJ_SOME)) || fx_at(&r->f->fx, o->val)->kind != FX_FIELD)
			continue;
		for (u32 k = 0; k < c->nr_arg; k++)
			if (c->arg[k] && c->arg[k] != o->val && mem_mentions(r, o->val, mem_base(r, c->arg[k])))
				o->flags = (u16)((o->flags & ~(OBJ_FREED | OBJ_SOME)) | OBJ_MAYFREED);
	}
}

static void rule_effect(struct mrun *r, struct mstate *st, const struct mcall *c, const struct rule *k)
{
	fx_id arg = k->arg >= 0 && (u32)k->arg < c->nr_arg ? c->arg[k->arg] : 0;

	if ((k->kind == RULE_TAKE || k->kind == RULE_FREE) && !k->notnull && k->on != RET_ANY && arg)
		looks_itself(r, st, arg);
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
		may_replace(r, st, c);
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

static u32 by_rules(struct mrun *r, const struct mstate *before, const struct mcall *c, const struct rule *first,
		    struct mstate *out)
{
	struct mstate used = *before, *in = &used;
	enum ret_class fork = RET_ANY;
	u32 n = 0;

	body_uses(r, in, c, first);

	for (const struct rule *k = first; k; k = rules_next(r->w->rules, k))
		if (is_mem_rule(k) && rule_class(k) != RET_ANY)
			fork = rule_class(k);
	for (u32 side = 0; side < (fork == RET_ANY ? 1u : 2u); side++) {
		enum ret_class now = side ? opposite(fork) : fork;
		struct aval is = class_of(now);

		/* 0 or a negative error number, as everywhere in the kernel */
		if (side && fork == RET_ZERO && returns_signed(r, c))
			is = class_of(RET_NEGATIVE);

		out[n] = *in;
		if (!st_assume_aval(r->f, &out[n].s, mem_result(r, c), &is))
			continue;
		for (const struct rule *k = first; k; k = rules_next(r->w->rules, k)) {
			struct aval want = class_of(rule_class(k)), have = is;

			if (!is_mem_rule(k) || (k->kind != RULE_REALLOC && !aval_meet(&have, &want)))
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

static bool is_record(const struct mrun *r, u32 l)
{
	const struct ir_unit *u = r->f->u;
	u32 type = u->local[r->f->fn->local_at + l].type;

	return type < u->nr_type && u->type[type].kind == T_RECORD;
}

static void local_of_address(struct mrun *r, struct mstate *st, fx_id arg, bool escape_all)
{
	const struct fx *x = fx_at(&r->f->fx, arg);
	u32 l;

	if (x->kind != FX_ADDR)
		return;
	x = fx_at(&r->f->fx, x->a);
	while (x->kind == FX_FIELD)
		x = fx_at(&r->f->fx, x->a);
	if (x->kind != FX_LOCAL)
		return;
	l = x->a;
	/* a record is borrowed like anything else; a pointer is given to be set */
	if (!escape_all && is_record(r, l))
		return;
	mem_escape_local(r, st, l);
	st_kill_local(r->f, &st->s, l, 0);
}

static u32 by_unknown(struct mrun *r, const struct mstate *in, const struct mcall *c, struct mstate *out)
{
	out[0] = *in;
	may_replace(r, &out[0], c);
	for (u32 i = 0; i < c->nr_arg; i++) {
		local_of_address(r, &out[0], c->arg[i], c->callee == IR_NONE);
		/* a part of it is registered, or queued, rather than borrowed */
		if (fx_at(&r->f->fx, c->arg[i])->kind == FX_ADDR)
			mem_escape(r, &out[0], c->arg[i]);
	}
	return 1;
}

static const struct rule *member_rule(struct mrun *r, u32 field)
{
	const struct rule *k = link_member_rules(r->p, field);

	for (; k; k = rules_next(r->w->rules, k))
		if (is_mem_rule(k))
			return k;
	return NULL;
}

static void may_release(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id v)
{
	fx_id base = mem_base(r, v);
	struct obj *o = obj_of(r, st, v);

	if (!o && !fx_at(&r->f->fx, base)->local) {
		o = obj_add(r, st, base);
		o->flags = OBJ_ENTRY;
	}
	if (!o)
		return;
	o->flags = (u16)((o->flags & ~OBJ_OWNED) | OBJ_MAYFREED | OBJ_SHARED);
	o->freed = c->event;
}

/* Through a pointer: whatever one of its targets may take or release is out of sight. */
static u32 by_targets(struct mrun *r, const struct mstate *in, const struct mcall *c, fx_id to, struct mstate *out)
{
	const struct fx *x = fx_at(&r->f->fx, to);
	const struct target_set *set = targets_of_value(r->f, to, c->e->a);
	const struct rule *k = x->kind == FX_FIELD ? member_rule(r, x->b) : NULL;
	struct target t[TARGETS_MAX];
	u32 n, nr;

	if (k)
		return by_rules(r, in, c, k, out);
	n = by_unknown(r, in, c, out);
	nr = set ? targets_of(r->w, set, r->sym, t) : 0;
	for (u32 i = 0; i < c->nr_arg; i++) {
		bool may = !nr && x->kind != FX_FIELD;

		for (u32 j = 0; j < nr && !may; j++) {
			const struct mem_effects *e = &r->m->eff[t[j].sym];

			may = !e->known;
			for (u32 q = 0; q < e->nr_exit && !may; q++) {
				may = e->exit[q].incomplete;
				for (u32 o = 0; o < e->exit[q].nr_op; o++) {
					const struct fx *w = fx_at(&r->w->fx, e->exit[q].op[o].what);

					may |= e->exit[q].op[o].kind <= OP_TAKE && w->kind == FX_PARAM && w->a == i;
				}
			}
		}
		if (!may && fx_at(&r->f->fx, c->arg[i])->kind == FX_PARAM && fx_at(&r->f->fx, c->arg[i])->a < 32)
			r->passed_on |= 1u << fx_at(&r->f->fx, c->arg[i])->a;
		if (fx_at(&r->f->fx, c->arg[i])->kind == FX_PARAM && fx_at(&r->f->fx, c->arg[i])->a < 32)
			r->out->passed |= 1u << fx_at(&r->f->fx, c->arg[i])->a;
		if (may && c->arg[i])
			may_release(r, &out[0], c, c->arg[i]);
	}
	return n;
}

/* May others run before it returns? */
static bool may_wait(const struct mrun *r, u32 callee)
{
	const struct flow_sym *g = &r->w->sym.at[callee];

	for (const struct rule *k = g->rule; k; k = rules_next(r->w->rules, k))
		if (k->kind == RULE_SLEEP)
			return true;
	for (u32 i = 0; i < g->eff.nr_sleep; i++)
		if (g->eff.sleep[i].why == WHY_SLEEP)
			return true;
	return false;
}

/* A number that was stored where others see it: `cmd->state = PENDING; wait_for_completion(&cmd->done)`. */
static void forget_numbers(struct mrun *r, struct mstate *st, u32 event)
{
	for (u32 i = 0; i < st->s.nr_store; i++) {
		const struct fx *key = fx_at(&r->f->fx, st->s.store_key[i]);

		if (key->kind != FX_FIELD || key->local || r->m->is_pointer[key->b] ||
		    fx_at(&r->f->fx, st->s.store_val[i])->kind != FX_CONST)
			continue;
		st->s.store_val[i] = fx_make(&r->f->fx, FX_UNKNOWN, 0, event, 0x200 + i);
	}
}

u32 mem_call(struct mrun *r, const struct mstate *in, u32 event, struct mstate *out)
{
	struct mcall c = { .e = ir_events(r->f->u, r->f->fn) + event, .event = event, .callee = IR_NONE };
	const struct ir_val *callee = &ir_vals(r->f->u, r->f->fn)[c.e->a];
	const ir_val_id *a = ir_args(r->f->u, r->f->fn, c.e);
	struct mstate s = *in;
	fx_id to = 0;

	if (callee->kind != V_FUNC)
		mem_use_value(r, &s, c.e->a, event);
	c.nr_arg = MIN(c.e->nargs, (u16)(MEM_RESULT - 1));
	for (u32 i = 0; i < c.nr_arg; i++)
		mem_use_value(r, &s, a[i], event);
	mem_age(r, &s, event);
	for (u32 i = 0; i < c.nr_arg; i++)
		c.arg[i] = ev_value(r->f, &s.s, a[i]);
	if (callee->kind == V_FUNC) {
		c.callee = r->f->unit->sym[callee->a];
	} else {
		to = ev_value(r->f, &s.s, c.e->a);
		if (fx_at(&r->f->fx, to)->kind == FX_FUNC)
			c.callee = fx_at(&r->f->fx, to)->a;
	}
	if (c.callee == IR_NONE)
		return by_targets(r, &s, &c, to, out);
	if (may_wait(r, c.callee))
		forget_numbers(r, &s, event);
	if (r->w->sym.at[c.callee].eff.noreturn || r->w->sym.at[c.callee].flags & IR_SYM_NORETURN)
		return 0;
	for (const struct rule *k = r->w->sym.at[c.callee].rule; k; k = rules_next(r->w->rules, k)) {
		if (k->kind == RULE_NORETURN)
			return 0;
		if (k->kind == RULE_WARNS)
			s.hardly |= HARDLY_WARNED;
		if (k->kind == RULE_PUT && (u32)k->arg < c.nr_arg && c.arg[k->arg])
			return mem_drop_counted(r, &s, &c, c.arg[k->arg], out);
		/* looks where the memory comes from: then so does whoever releases it */
		if (k->kind == RULE_MEMORY && k->memory & MEMORY_BIT(MEMORY_TESTED) && c.nr_arg && obj_of(r, &s, c.arg[0]))
			obj_of(r, &s, c.arg[0])->by = 0;
	}
	for (const struct rule *k = r->w->sym.at[c.callee].rule; k; k = rules_next(r->w->rules, k))
		if ((k->kind == RULE_LOCK || k->kind == RULE_UNLOCK) && !k->guard && k->arg >= 0 && (u32)k->arg < c.nr_arg)
			mem_deref(r, &s, c.arg[k->arg], c.event, HOW_PASSED);
	for (const struct rule *k = r->w->sym.at[c.callee].rule; k; k = rules_next(r->w->rules, k))
		if (is_mem_rule(k))
			return by_rules(r, &s, &c, r->w->sym.at[c.callee].rule, out);
	if (r->m->eff[c.callee].known)
		return mem_apply(r, &s, &c, &r->m->eff[c.callee], out);
	return by_unknown(r, &s, &c, out);
}
