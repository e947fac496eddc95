// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a release, or somebody who keeps it, does to a value.
 *
 * Input: a value that a record of rules/ or a callee's effect releases or takes.  Output: the state of its object, or a
 * hit: it was released before, its kind of memory is released otherwise, it never was allocated, it is inside of an
 * object.  Invariant: every release of mem/ goes through mem_free_value().
 */
#include "mem/mem_int.h"

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
u32 mem_root_local(const struct mrun *r, const struct mcall *c, fx_id val)
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

void mem_mismatch(struct mrun *r, struct mstate *st, const struct mcall *c, const struct obj *o, enum mem_how how,
		     u64 want)
{
	mem_hit(r, st, o, (struct mem_hit){ .check = MEM_MISMATCHED, .how = (u8)how, .event = c->event,
		.alloc = IR_NONE, .freed = IR_NONE,
		.confidence = how == HOW_ERROR || c->sure || (o ? o->flags & OBJ_VIA_CALLEE : how == HOW_INSIDE) ? 1 : 2,
		.have = o ? o->by : 0, .want = want });
}

static bool is_object(const struct mrun *r, ir_val_id place)
{
	const struct ir_val *v = &ir_vals(r->f->u, r->f->fn)[place];

	while (v->kind == V_FIELD)
		v = &ir_vals(r->f->u, r->f->fn)[v->a];
	return v->kind == V_LOCAL || v->kind == V_GLOBAL;
}

static u32 type_of_object(const struct mrun *r, const struct fx *x)
{
	const struct ir_unit *u = r->f->u;
	u32 type = x->kind == FX_LOCAL ? u->local[r->f->fn->local_at + x->a].type : IR_NONE;

	if (x->kind == FX_GLOBAL)
		for (u32 i = 0; i < u->nr_sym && type == IR_NONE; i++)
			type = r->f->unit->sym[i] == x->a ? u->sym[i].type : IR_NONE;
	return type < u->nr_type && u->type[type].kind == T_ARRAY ? u->type[type].elem : type;
}

/* Does a variable that holds the address, `p` or the p of `&p`, point to the type of the object whose address it is? */
static bool typed_address(const struct mrun *r, const struct mstate *st, const struct mcall *c, fx_id v)
{
	const struct ir_unit *u = r->f->u;
	const ir_val_id *a = ir_args(u, r->f->fn, c->e);
	u32 object = type_of_object(r, fx_at(&r->f->fx, fx_at(&r->f->fx, v)->a));

	for (u32 i = 0; i < c->nr_arg && object < u->nr_type; i++) {
		const struct ir_val *w = &ir_vals(u, r->f->fn)[a[i]];
		const struct fx *x = fx_at(&r->f->fx, c->arg[i]);
		u32 type;

		if (w->kind == V_ADDR && x->kind == FX_ADDR && st_load(r->f, &st->s, x->a) == v)
			w = &ir_vals(u, r->f->fn)[w->a];
		else if (c->arg[i] != v)
			continue;
		type = w->kind == V_LOCAL ? u->local[r->f->fn->local_at + w->a].type : IR_NONE;
		type = type < u->nr_type && u->type[type].kind == T_PTR ? u->type[type].elem : IR_NONE;
		if (type < u->nr_type && !strcmp(ir_text(u, u->type[type].name), ir_text(u, u->type[object].name)))
			return true;
	}
	return false;
}

/* p + n, where a loop has moved p on: engine.c, join_walks() */
static bool is_walk(const struct mrun *r, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);

	return x->kind == FX_BIN && x->op == OP_ADD && fx_at(&r->f->fx, x->b)->kind == FX_JOIN;
}

/* Not at its start? */
static bool is_inside(const struct mrun *r, fx_id v, fx_id val)
{
	const struct fx *x = fx_at(&r->f->fx, v);
	s64 n;

	if (x->kind == FX_BIN && x->op == OP_ADD && x->a == val)
		return is_walk(r, v) || (fx_is_const(&r->f->fx, x->b, &n) && n > 0);
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

	if (!(st->aliased[r->m->alias_bit[field] / 64] >> (r->m->alias_bit[field] % 64) & 1))
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

bool mem_is_aliased(const struct mrun *r, const struct mstate *st, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);
	fx_id id = v;

	for (;;) {
		/* an address: nothing is loaded from the members on the way */
		if (x->kind == FX_ADDR) {
			id = x->a;
			x = fx_at(&r->f->fx, id);
			while (x->kind == FX_FIELD) {
				id = x->a;
				x = fx_at(&r->f->fx, id);
			}
			if (!fx_is_place((enum fx_kind)x->kind) || x->kind == FX_LOCAL || x->kind == FX_GLOBAL)
				return false;
		}
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

/* &p->list, when bytes are released: the head of a list, taken for an element whose first member the links are. */
static bool is_inner(const struct mrun *r, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);
	bool inner = false;

	if (x->kind != FX_ADDR)
		return false;
	for (x = fx_at(&r->f->fx, x->a); x->kind == FX_FIELD; x = fx_at(&r->f->fx, x->a)) {
		if (r->m->is_array[x->b])
			return false;
		inner |= r->m->is_inner[x->b];
	}
	return inner && x->kind == FX_DEREF;
}

/* Memory of this function's, and not the start of it? */
static void free_inside(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id v, u64 by, u16 flags)
{
	const struct obj *o = obj_of(r, st, v);

	/* what a loop has moved on points into something, or it did when the caller had it */
	if (is_walk(r, v) && mem_is_entry_value(r, fx_at(&r->f->fx, v)->a) && by & r->m->by_plain &&
	    !(flags & (OBJ_VIA_CALLEE | OBJ_RCU)))
		mem_mismatch(r, st, c, NULL, HOW_INSIDE, by);
	if (o && o->event != IR_NONE && o->by & by & r->m->by_plain && !(o->flags & OBJ_VIA_CALLEE) &&
	    (!(flags & OBJ_VIA_CALLEE) || (c->sure && is_argument(r, st, c, v))) && !(flags & OBJ_RCU) && (!(o->by & r->m->by_maybe) || o->flags & OBJ_OWNED) &&
	    is_inside(r, v, o->val))
		mem_mismatch(r, st, c, o, HOW_INSIDE, by);
}

/*
 * On no path that exists: by way of NULL, or of the head of a list, (char *)&p->list - 16, which is taken for an
 * element of it where the list is empty.
 */
static bool is_nowhere(const struct mrun *r, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);

	for (;;) {
		switch (x->kind) {
		case FX_CONST:
			return true;
		case FX_BIN:
			if (x->op == OP_SUB && fx_at(&r->f->fx, x->a)->kind == FX_ADDR)
				return true;
			/* fall through */
		case FX_FIELD: case FX_DEREF: case FX_INDEX: case FX_ADDR:
			x = fx_at(&r->f->fx, x->a);
			break;
		default:
			return false;
		}
	}
}

void mem_free_value(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id v, u64 by, u16 flags, bool may)
{
	struct mstate before;

	mstate_copy(&before, st);
	mem_free_unchecked(r, st, c, v, by, flags, may);
	mem_check_lost(r, st, c->event, &before, c->callee, false);
}

/*
 * Something else was stored where it has its name from, and what that was is forgotten: the name may stand for either.  Or
 * it was forgotten in between, when it was stored anew.
 */
bool mem_is_renamed(const struct mrun *r, const struct mstate *st, const struct obj *o)
{
	return o->replaced > 1 || (o->replaced && !st_load(r->f, &st->s, o->val));
}

/* It was released before: how sure is it that this is the same, and goes once more? */
static u8 twice_confidence(const struct mrun *r, const struct mstate *st, const struct mcall *c, const struct obj *o,
			   u16 flags, bool may)
{
	if ((o->freed == c->event && o->event == IR_NONE) || c->asks || mem_is_renamed(r, st, o))
		return 0;
	/* what was made in place is there still: who destroys it may well leave it as if it had never been made */
	if (fx_at(&r->f->fx, o->val)->kind == FX_BIN)
		return 0;
	/* who drops a reference to somebody else's object had one: what went before was another one */
	if (may && o->event == IR_NONE)
		return 0;
	return may || o->flags & (OBJ_VIA_CALLEE | OBJ_RCU) || flags & OBJ_VIA_CALLEE ? 1 : 2;
}

void mem_free_unchecked(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id v, u64 by, u16 flags, bool may)
{
	struct aval a = v ? ev_aval(r->f, &st->s, v) : AVAL_TOP;
	enum mem_how how;
	struct obj *o;
	bool part, own;
	s64 n;

	if (v)
		mem_note_member(r, v, NOTE_RELEASED);
	if (!v || (aval_is_const(&a, &n) && !n) || is_nowhere(r, v))
		return;
	if (mem_free_element(r, st, v, c->event))
		return;
	/* what was made in place goes, the object that it is in stays */
	if (by && !(by & r->m->by_returned) && !may)
		v = mem_inside(r, v);
	if (!(flags & (OBJ_VIA_CALLEE | OBJ_ERRPTR)) && (by & r->m->by_plain) && mem_is_error(r, st, v)) {
		mem_mismatch(r, st, c, NULL, HOW_ERROR, by);
		return;
	}
	/* kfree_rcu() is given the member that it queues */
	if (mem_known_error(r, st, v) ||
	    (by & r->m->by_plain && !may && !(flags & (OBJ_VIA_CALLEE | OBJ_RCU)) && is_inner(r, v)))
		return;
	if (wrong_place(r, v, &how)) {
		/* elsewhere it is the head of a list, taken for an element on a path that does not exist */
		if ((by & r->m->by_plain) && !may && (!(flags & OBJ_VIA_CALLEE) || c->sure) &&
		    (written_address(r, c, v) || typed_address(r, st, c, v)))
			mem_mismatch(r, st, c, NULL, how, by);
		return;
	}
	/* never stored there by that name: by that of another member of a union */
	if (fx_is_place((enum fx_kind)fx_at(&r->f->fx, v)->kind) && mem_place_root(r, st, v, 0, 0) == ROOT_LOCAL)
		escape_record(r, st, v);
	if (is_unnamed(r, v) || mem_is_aliased(r, st, v)) {
		if (!may && is_walk(r, v))
			free_inside(r, st, c, v, by, flags);
		mem_escape(r, st, v);
		return;
	}
	/* a record that names a part of an object means just that part, unless it is a reference to the whole */
	part = fx_at(&r->f->fx, v)->kind == FX_ADDR && !may && !(flags & OBJ_VIA_CALLEE) && !(by & r->m->by_plain);
	o = part ? obj_find(st, v) : obj_of(r, st, v);
	/* bytes go, whoever else has a pointer to them */
	may |= o && (o->flags & OBJ_SHARED) && (!(by & r->m->by_plain) || by & ~r->m->by_plain);
	/* made here, and shown to nobody: then the count that is in it is 1 */
	own = mem_is_only_one(o) && o->event != IR_NONE && !(o->flags & OBJ_PUBLISHED);
	if (o && (o->flags & OBJ_FREED)) {
		mem_hit(r, st, o, (struct mem_hit){ .check = MEM_DOUBLE_FREE, .how = HOW_FREED, .event = c->event,
			.alloc = IR_NONE, .freed = IR_NONE,
			.confidence = twice_confidence(r, st, c, o, flags, may) });
		o->flags = (u16)((o->flags & ~(OBJ_FREED | OBJ_MOVED)) | OBJ_MAYFREED);
		return;
	}
	if (o && (o->flags & OBJ_SOME) && !may)
		mem_hit(r, st, o, (struct mem_hit){ .check = MEM_DOUBLE_FREE, .how = HOW_FREED, .event = c->event,
			.alloc = IR_NONE, .freed = IR_NONE,
			/* who drops its own count and then releases it knows that the count does not */
			.confidence = o->dropped != 1 && o->dropped != 4 });
	if (o)
		o->flags &= (u16)~OBJ_SOME;
	if (o && o->val == v && o->by && by && !(o->by & by) && !may && is_stranger(r, c, o) &&
	    /* a constructor and the destructor of the same API */
	    !(o->flags & OBJ_VIA_CALLEE && !(by & ~r->m->by_mixed)) &&
	    (!(flags & OBJ_VIA_CALLEE) || is_argument(r, st, c, v)))
		mem_mismatch(r, st, c, o, HOW_KIND, by);
	if (!may)
		free_inside(r, st, c, v, by, flags);
	if (by & r->m->by_plain && !may && !(flags & OBJ_VIA_CALLEE) && (!o || (o->val == v && o->event == IR_NONE)))
		mem_note_end(r, st, c, v);
	if (!o) {
		o = obj_add(r, st, part ? v : mem_base(r, v));
		o->flags = OBJ_ENTRY;
		o->by = by;
	} else if (may && o->val == v && (o->flags & OBJ_OWNED) && !(o->flags & (OBJ_PUBLISHED | OBJ_TAKEN | OBJ_SHARED))) {
		/* the only reference that there is */
		may = false;
	}
	mem_note_cleaned(r, o);
	o->flags = (u16)((o->flags & ~(OBJ_OWNED | OBJ_NULLABLE | OBJ_FAILED)) | (may ? OBJ_MAYFREED : OBJ_FREED) |
			 (flags & (OBJ_VIA_CALLEE | OBJ_RCU)));
	/* it may have been the last reference */
	if (may && !(o->flags & OBJ_SHARED) && !(flags & OBJ_VIA_CALLEE)) {
		o->flags |= OBJ_SOME;
		o->dropped = !(by & (by - 1) || by & r->m->by_mixed) ? DROP_LAST :
			own ? DROP_COUNTED : DROP_SHARED;
	}
	o->freed = c->event;
	o->seen = false;
	o->root = mem_root_local(r, c, o->val);
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
