// SPDX-License-Identifier: GPL-2.0-only
/*
 * Objects of a state: which pointer belongs to which, who holds one, what a test tells of it.
 *
 * An object is named by its pointer value.  A value that points into it (&p->list), or from a member back to it
 * (container_of), belongs to it, too: mem_base().  Cost: linear in the objects and the store of a state.
 */
#include "mem/mem_int.h"

fx_id mem_base(struct mrun *r, fx_id v)
{
	const struct fx_tab *t = &r->f->fx;

	for (;;) {
		const struct fx *x = fx_at(t, v), *at;

		if (x->kind == FX_BIN && (x->op == OP_ADD || x->op == OP_SUB)) {
			v = x->a;
			continue;
		}
		if (x->kind != FX_ADDR)
			return v;
		at = fx_at(t, x->a);
		while (at->kind == FX_FIELD)
			at = fx_at(t, at->a);
		if (at->kind != FX_DEREF && at->kind != FX_INDEX)
			return v;
		v = at->a;
	}
}

bool mem_mentions(const struct mrun *r, fx_id id, fx_id what)
{
	const struct fx *x = fx_at(&r->f->fx, id), *w = fx_at(&r->f->fx, what);

	if (id == what)
		return true;
	if (x->depth <= w->depth || (w->local && !x->local))
		return false;
	switch (x->kind) {
	case FX_FIELD: case FX_DEREF: case FX_ADDR: case FX_UN:
		return mem_mentions(r, x->a, what);
	case FX_INDEX: case FX_BIN:
		return mem_mentions(r, x->a, what) || (x->b && mem_mentions(r, x->b, what));
	default:
		return false;
	}
}

struct obj *obj_find(struct mstate *st, fx_id val)
{
	for (u32 i = 0; i < st->nr_obj; i++)
		if (st->obj[i].val == val)
			return &st->obj[i];
	return NULL;
}

struct obj *obj_of(struct mrun *r, struct mstate *st, fx_id v)
{
	struct obj *o = v ? obj_find(st, v) : NULL;

	return o || !v ? o : obj_find(st, mem_base(r, v));
}

void obj_del(struct mstate *st, u32 i)
{
	memmove(&st->obj[i], &st->obj[i + 1], (st->nr_obj - i - 1u) * sizeof(st->obj[0]));
	st->nr_obj--;
}

void mem_forget_release(struct obj *o)
{
	o->flags = (u16)((o->flags & ~(OBJ_FREED | OBJ_SOME | OBJ_MOVED)) | OBJ_MAYFREED);
}

struct obj *obj_add(struct mrun *r, struct mstate *st, fx_id val)
{
	struct obj *o = obj_find(st, val);
	u32 i;

	if (!o) {
		if (st->nr_obj == MEM_MAX_OBJ) {
			/* what is merely remembered as handed over goes first */
			for (i = 0; i + 1 < st->nr_obj; i++)
				if (!(st->obj[i].flags & (OBJ_OWNED | OBJ_FREED)))
					break;
			obj_del(st, i);
			r->stats->nr_objects_dropped++;
		}
		for (i = st->nr_obj; i && st->obj[i - 1].val > val; i--)
			st->obj[i] = st->obj[i - 1];
		st->nr_obj++;
		o = &st->obj[i];
	}
	*o = (struct obj){ .val = val, .event = IR_NONE, .freed = IR_NONE, .root = IR_NONE,
		.release = IR_NONE, .given = IR_NONE, .trail = st->nr_trail };
	return o;
}

fx_id mem_inside(struct mrun *r, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);

	/* of a callee's, that has this name already */
	if (x->kind == FX_BIN && x->op == OP_XOR)
		return v;
	return fx_make(&r->f->fx, FX_BIN, OP_XOR, v, fx_const(&r->f->fx, 1));
}

/* A parameter, or what a member of what it points to holds: the first link of a list, say. */
static bool has_name_outside(const struct mrun *r, fx_id v)
{
	const struct fx *x = fx_at(&r->f->fx, v);

	while (x->kind == FX_FIELD)
		x = fx_at(&r->f->fx, x->a);
	if (x->kind == FX_DEREF && x != fx_at(&r->f->fx, v))
		x = fx_at(&r->f->fx, x->a);
	return x->kind == FX_PARAM;
}

/* What a round released.  Callers learn of its first link, which has a name of theirs. */
static void end_of_release(struct mrun *r, struct mstate *st, u32 i)
{
	struct obj *o = &st->obj[i];

	if (!(o->flags & OBJ_ENTRY) || !(o->flags & (OBJ_FREED | OBJ_MAYFREED)) || !has_name_outside(r, o->val)) {
		obj_del(st, i);
		return;
	}
	mem_forget_release(o);
	o->root = IR_NONE;
}

void mem_end_round(struct mrun *r, struct mstate *st, u32 block)
{
	for (u32 i = st->nr_obj; i; i--) {
		const struct obj *o = &st->obj[i - 1];
		fx_id now;

		if (o->flags & OBJ_OWNED)
			continue;
		if (o->root == IR_NONE) {
			/* links of a list that was walked */
			if ((o->flags & OBJ_ENTRY) && fx_at(&r->f->fx, o->val)->depth > 4 &&
			    !mem_is_any_element(r, o->val))
				obj_del(st, i - 1);
			continue;
		}
		if (!mem_is_live(r, block, o->root)) {
			end_of_release(r, st, i - 1);
			continue;
		}
		now = fx_make(&r->f->fx, FX_LOCAL, 0, o->root, 0);
		if (st_load(r->f, &st->s, now))
			now = st_load(r->f, &st->s, now);
		else if (o->root < r->f->fn->nparams)
			now = fx_make(&r->f->fx, FX_PARAM, 0, o->root, 0);
		if (!mem_mentions(r, o->val, mem_base(r, now)))
			end_of_release(r, st, i - 1);
	}
}

fx_id mem_leads_into(struct mrun *r, fx_id v)
{
	return fx_make(&r->f->fx, FX_BIN, OP_XOR, v, fx_const(&r->f->fx, 2));
}

fx_id mem_led_into(const struct fx_tab *t, fx_id v)
{
	const struct fx *x = fx_at(t, v);
	s64 c;

	return x->kind == FX_BIN && x->op == OP_XOR && fx_is_const(t, x->b, &c) && c == 2 ? x->a : 0;
}

/* An input device, say, rather than devm_kzalloc(): what it holds goes with it, if its release function knows of that. */
static bool is_device(const struct mrun *r, const struct obj *o)
{
	const struct ir_event *e = o->event == IR_NONE ? NULL : &ir_events(r->f->u, r->f->fn)[o->event];
	const struct ir_val *callee = e && e->kind == EV_CALL ? &ir_vals(r->f->u, r->f->fn)[e->a] : NULL;
	const char *sig = callee && callee->kind == V_FUNC ? ir_text(r->f->u, r->f->u->sym[callee->a].sig) : "void *(";

	return !(o->flags & OBJ_VIA_CALLEE) && strncmp(sig, "void *(", 7);
}

static enum mem_root pointer_root(struct mrun *r, struct mstate *st, fx_id ptr, fx_id survivor, u32 depth)
{
	fx_id base = mem_base(r, ptr);
	const struct fx *x = fx_at(&r->f->fx, base);
	const struct obj *o;

	if (base == survivor)
		return ROOT_OUTSIDE;
	if (x->kind == FX_ADDR)
		return mem_place_root(r, st, x->a, survivor, depth);
	o = obj_find(st, base);
	/* what the driver keeps behind the device is the driver's */
	if (o && o->flags & OBJ_MANAGED && ptr == base && is_device(r, o))
		return ROOT_OUTSIDE;
	if (o && ((o->flags & (OBJ_FREED | OBJ_MOVED)) == OBJ_FREED || (r->failing && o->flags & OBJ_MANAGED)))
		return ROOT_DEAD;
	if (o && (o->flags & OBJ_OWNED) && !(o->flags & OBJ_TAKEN))
		return depth < 4 ? mem_holder(r, st, base, survivor, depth + 1) : ROOT_OUTSIDE;
	return ROOT_OUTSIDE;
}

enum mem_root mem_place_root(struct mrun *r, struct mstate *st, fx_id place, fx_id survivor, u32 depth)
{
	const struct fx *x = fx_at(&r->f->fx, place);

	while (x->kind == FX_FIELD)
		x = fx_at(&r->f->fx, x->a);
	if (x->kind == FX_LOCAL)
		return ROOT_LOCAL;
	if (x->kind == FX_DEREF || x->kind == FX_INDEX)
		return pointer_root(r, st, x->a, survivor, depth);
	return ROOT_OUTSIDE;
}

bool mem_is_weak(const struct mrun *r, fx_id place)
{
	const struct fx *x = fx_at(&r->f->fx, place);

	return x->kind == FX_FIELD && r->m->is_weak[x->b];
}

enum mem_root mem_holder(struct mrun *r, struct mstate *st, fx_id val, fx_id survivor, u32 depth)
{
	const struct fx *x = fx_at(&r->f->fx, val);
	enum mem_root best = ROOT_NONE;

	if (val == survivor)
		return ROOT_OUTSIDE;
	/* made in place: it is where it is */
	if (x->kind == FX_BIN && x->op == OP_XOR)
		return pointer_root(r, st, x->a, survivor, depth);
	/* loaded from a place that nothing was stored to since */
	if (fx_is_place((enum fx_kind)x->kind) && !st_load(r->f, &st->s, val))
		best = mem_place_root(r, st, val, survivor, depth);
	for (u32 i = 0; i < st->s.nr_store && best != ROOT_OUTSIDE; i++) {
		enum mem_root k;

		/* what stands for the result of a call is no place */
		if (!fx_is_place((enum fx_kind)fx_at(&r->f->fx, st->s.store_key[i])->kind) ||
		    !mem_mentions(r, st->s.store_val[i], val) || mem_mentions(r, st->s.store_key[i], val))
			continue;
		if (st->s.store_val[i] != val && mem_base(r, st->s.store_val[i]) != val)
			continue;
		if (r->failing && mem_is_weak(r, st->s.store_key[i]))
			continue;
		k = mem_place_root(r, st, st->s.store_key[i], survivor, depth);
		if (k == ROOT_LOCAL || best == ROOT_NONE || k == ROOT_OUTSIDE)
			best = k;
	}
	return best;
}

bool mem_is_made_of(struct mrun *r, fx_id value, fx_id pointer)
{
	const struct fx x = *fx_at(&r->f->fx, value);

	if (value == pointer)
		return true;
	if (x.kind == FX_BIN)
		return mem_is_made_of(r, x.a, pointer) || (x.b && mem_is_made_of(r, x.b, pointer));
	if (x.kind == FX_UN)
		return mem_is_made_of(r, x.a, pointer);
	return x.kind == FX_ADDR && mem_base(r, value) == pointer;
}

/* Out of our sight, but not necessarily taken over. */
static void give_up(struct obj *o)
{
	if (o->flags & OBJ_OWNED)
		o->flags = (u16)((o->flags & ~OBJ_OWNED) | OBJ_PUBLISHED);
}

void mem_escape(struct mrun *r, struct mstate *st, fx_id v)
{
	for (u32 i = 0; i < st->nr_obj; i++)
		if (v && mem_is_made_of(r, v, st->obj[i].val))
			give_up(&st->obj[i]);
}

void mem_escape_local(struct mrun *r, struct mstate *st, u32 l)
{
	fx_id local = fx_make(&r->f->fx, FX_LOCAL, 0, l, 0);

	for (u32 i = 0; i < st->s.nr_store; i++)
		if (mem_mentions(r, st->s.store_key[i], local))
			mem_escape(r, st, st->s.store_val[i]);
}

void mem_escape_held(struct mrun *r, struct mstate *st, fx_id address)
{
	const struct fx *x = fx_at(&r->f->fx, address);

	if (x->kind != FX_ADDR)
		return;
	x = fx_at(&r->f->fx, x->a);
	while (x->kind == FX_FIELD)
		x = fx_at(&r->f->fx, x->a);
	if (x->kind == FX_LOCAL)
		mem_escape_local(r, st, x->a);
}

struct mem_alloc *mem_alloc_of(struct mrun *r, u32 event)
{
	for (u32 i = 0; i < r->alloc.nr; i++)
		if (r->alloc.at[i].event == event)
			return &r->alloc.at[i];
	vec_push(&r->alloc, (struct mem_alloc){ .event = event, .stored = IR_NONE, .stored_member = 0 });
	return &vec_last(&r->alloc);
}

/*
 * Names live for one round of a loop: what a call made (FX_RESULT, FX_UNKNOWN of its event), what a merge joined
 * (FX_JOIN of its block).  Before the next round makes them anew, the older one gets an older name; what has one
 * already goes.
 */
struct ageing {
	struct mrun *r;
	const struct mstate *st;
	bool join;		/* at: a place of merging, else an event */
	u32 at;
};

#define OLD_JOIN 0x80000000u

enum age { AGE_NONE, AGE_NOW, AGE_OLD };

static enum age leaf_age(const struct ageing *g, fx_id id)
{
	const struct fx *x = fx_at(&g->r->f->fx, id);

	if (g->join) {
		if (x->kind != FX_JOIN)
			return AGE_NONE;
		if (x->a == (g->at | OLD_JOIN))
			return AGE_OLD;
		/* a variable that was not stored to since keeps its name */
		return x->a == g->at && st_load(g->r->f, &g->st->s, x->b) != id ? AGE_NOW : AGE_NONE;
	}
	if ((x->kind != FX_RESULT && x->kind != FX_UNKNOWN) || x->a != g->at)
		return AGE_NONE;
	return x->kind == FX_UNKNOWN && x->b >= MEM_AGED ? AGE_OLD : AGE_NOW;
}

static enum age age_of(const struct ageing *g, fx_id id)
{
	const struct fx *x = fx_at(&g->r->f->fx, id);
	enum age a, b;

	if (g->join ? !x->local : !x->has_result)
		return AGE_NONE;
	switch (x->kind) {
	case FX_FIELD: case FX_DEREF: case FX_ADDR: case FX_UN:
		return age_of(g, x->a);
	case FX_INDEX: case FX_BIN:
		a = age_of(g, x->a);
		b = x->b ? age_of(g, x->b) : AGE_NONE;
		return MAX(a, b);
	default:
		return leaf_age(g, id);
	}
}

static fx_id aged(const struct ageing *g, fx_id id)
{
	struct fx_tab *t = &g->r->f->fx;
	const struct fx x = *fx_at(t, id);
	fx_id a, b;

	switch (x.kind) {
	case FX_FIELD:
		return fx_make(t, FX_FIELD, 0, aged(g, x.a), x.b);
	case FX_INDEX:
	case FX_BIN:
		a = aged(g, x.a);
		b = x.b ? aged(g, x.b) : 0;
		return fx_make(t, (enum fx_kind)x.kind, x.op, a, b);
	case FX_DEREF:
	case FX_ADDR:
	case FX_UN:
		return fx_make(t, (enum fx_kind)x.kind, x.op, aged(g, x.a), 0);
	default:
		if (leaf_age(g, id) != AGE_NOW)
			return id;
		if (g->join)
			return fx_make(t, FX_JOIN, 0, g->at | OLD_JOIN, x.b);
		return fx_make(t, FX_UNKNOWN, 0, g->at, x.kind == FX_RESULT ? MEM_AGED : MEM_AGED + 1 + x.b);
	}
}

static void sort_objects(struct mstate *st)
{
	for (u32 i = 1; i < st->nr_obj; i++)
		for (u32 j = i; j && st->obj[j - 1].val > st->obj[j].val; j--) {
			struct obj t = st->obj[j];

			st->obj[j] = st->obj[j - 1];
			st->obj[j - 1] = t;
		}
}

static void age(const struct ageing *g, struct mstate *st)
{
	struct state *s = &st->s;
	u32 n = 0;

	for (u32 i = st->nr_obj; i; i--)
		if (age_of(g, st->obj[i - 1].val) == AGE_OLD)
			obj_del(st, i - 1);
	for (u32 i = 0; i < st->nr_obj; i++) {
		st->obj[i].val = aged(g, st->obj[i].val);
		if (st->obj[i].put)
			st->obj[i].put = age_of(g, st->obj[i].put) == AGE_OLD ? 0 : aged(g, st->obj[i].put);
	}
	sort_objects(st);
	if (st->counted && age_of(g, st->counted) != AGE_NONE)
		st->counted = 0;
	for (u32 i = 0; i < s->nr_fact; i++) {
		fx_id k = age_of(g, s->fact_key[i]) == AGE_OLD ? 0 : aged(g, s->fact_key[i]);

		if (!k)
			continue;
		s->fact_key[n] = k;
		s->fact[n++] = s->fact[i];
	}
	s->nr_fact = (u8)n;
	n = 0;
	for (u32 i = 0; i < s->nr_store; i++) {
		fx_id key = s->store_key[i], val = s->store_val[i];

		/* held by something of a round before the last: out of sight, not lost */
		if (age_of(g, key) == AGE_OLD && age_of(g, val) != AGE_OLD)
			mem_escape(g->r, st, aged(g, val));
		if (age_of(g, key) == AGE_OLD || age_of(g, val) == AGE_OLD ||
		    (fx_at(&g->r->f->fx, key)->kind == FX_RESULT && age_of(g, key) == AGE_NOW))
			continue;
		key = aged(g, key);
		val = aged(g, val);
		if (!key || !val)
			continue;
		s->store_key[n] = key;
		s->store_val[n++] = val;
	}
	s->nr_store = (u8)n;
}

/* Most states know nothing of the place. */
static bool any_ages(const struct ageing *g, const struct mstate *st)
{
	for (u32 i = 0; i < st->s.nr_store; i++)
		if (age_of(g, st->s.store_val[i]) != AGE_NONE || age_of(g, st->s.store_key[i]) != AGE_NONE)
			return true;
	for (u32 i = 0; i < st->nr_obj; i++)
		if (age_of(g, st->obj[i].val) != AGE_NONE)
			return true;
	for (u32 i = 0; i < st->s.nr_fact; i++)
		if (age_of(g, st->s.fact_key[i]) != AGE_NONE)
			return true;
	return false;
}

void mem_age(struct mrun *r, struct mstate *st, u32 event)
{
	const struct ageing g = { .r = r, .st = st, .at = event };

	/* outside of loops there was no earlier round */
	if (r->shape.at[r->block].again && any_ages(&g, st))
		age(&g, st);
}

void mem_age_joins(struct mrun *r, struct mstate *st, u32 at)
{
	const struct ageing now = { .r = r, .st = st, .join = true, .at = at };
	u32 block = at < r->f->fn->blk_nr ? at : r->block;

	if (r->shape.at[block].again && any_ages(&now, st)) {
		struct mstate before;
		const struct ageing g = { .r = r, .st = &before, .join = true, .at = at };

		mstate_copy(&before, st);
		age(&g, st);
	}
}

/* Is the value of local l read there?  Its address is another matter. */
static bool loads_local(const struct mrun *r, fx_id id, u32 l)
{
	const struct fx *x = fx_at(&r->f->fx, id);

	if (!x->local)
		return false;
	switch (x->kind) {
	case FX_LOCAL:
		return x->a == l;
	case FX_ADDR:
		x = fx_at(&r->f->fx, x->a);
		while (x->kind == FX_FIELD)
			x = fx_at(&r->f->fx, x->a);
		return x->kind != FX_LOCAL && (x->kind == FX_DEREF || x->kind == FX_INDEX) && loads_local(r, x->a, l);
	case FX_FIELD: case FX_DEREF: case FX_UN:
		return loads_local(r, x->a, l);
	case FX_INDEX: case FX_BIN:
		return loads_local(r, x->a, l) || (x->b && loads_local(r, x->b, l));
	default:
		return false;
	}
}

void mem_forget_local(struct mrun *r, struct mstate *st, u32 l)
{
	struct state *s = &st->s;
	u32 n = 0;

	for (u32 i = st->nr_obj; i; i--)
		if (loads_local(r, st->obj[i - 1].val, l))
			obj_del(st, i - 1);
	for (u32 i = 0; i < s->nr_store; i++) {
		/* a part of the local itself is a place, not a value */
		if (loads_local(r, s->store_val[i], l) || (fx_at(&r->f->fx, s->store_key[i])->kind != FX_LOCAL &&
							   mem_place_root(r, st, s->store_key[i], 0, 0) != ROOT_LOCAL &&
							   loads_local(r, s->store_key[i], l)))
			continue;
		s->store_key[n] = s->store_key[i];
		s->store_val[n++] = s->store_val[i];
	}
	s->nr_store = (u8)n;
	n = 0;
	for (u32 i = 0; i < s->nr_fact; i++) {
		if (loads_local(r, s->fact_key[i], l))
			continue;
		s->fact_key[n] = s->fact_key[i];
		s->fact[n++] = s->fact[i];
	}
	s->nr_fact = (u8)n;
}

/* What was just allocated is not at an address that was there before. */
bool mem_cannot_equal(struct mrun *r, struct mstate *st, fx_id cond, bool truth)
{
	const struct fx *x = fx_at(&r->f->fx, cond);

	while (x->kind == FX_UN && x->op == OP_LNOT) {
		truth = !truth;
		x = fx_at(&r->f->fx, x->a);
	}
	if (x->kind != FX_BIN || x->op != OP_EQ || !truth)
		return false;
	for (u32 k = 0; k < 2; k++) {
		const struct obj *o = obj_find(st, k ? x->b : x->a);
		u8 other = fx_at(&r->f->fx, k ? x->a : x->b)->kind;

		if (o && o->event != IR_NONE && (other == FX_ADDR || other == FX_PARAM || other == FX_STR))
			return true;
		/* nor in memory that it was not stored in, nor what a call found that never was shown it */
		if (o && o->event != IR_NONE && (o->flags & (OBJ_OWNED | OBJ_PUBLISHED | OBJ_TAKEN)) == OBJ_OWNED &&
		    ((fx_is_place((enum fx_kind)other) && !fx_at(&r->f->fx, k ? x->a : x->b)->local) ||
		     (other == FX_RESULT && o->given == IR_NONE)))
			return true;
	}
	return false;
}

/* (unsigned long)v >= (unsigned long)-4095 */
bool mem_known_error(struct mrun *r, struct mstate *st, fx_id v)
{
	fx_id is_err = fx_make(&r->f->fx, FX_BIN, OP_LE | FX_UNSIGNED, fx_const(&r->f->fx, -4095), v);
	struct aval a = ev_aval(r->f, &st->s, v), b = ev_aval(r->f, &st->s, is_err);
	s64 c;

	return (a.hi < 0 && a.lo >= -4095) || (is_err && aval_is_const(&b, &c) && c);
}

bool mem_is_error(struct mrun *r, struct mstate *st, fx_id v)
{
	fx_id is_err = fx_make(&r->f->fx, FX_BIN, OP_LE | FX_UNSIGNED, fx_const(&r->f->fx, -4095), v);
	struct aval a = is_err ? st_fact(r->f, &st->s, is_err) : AVAL_TOP;
	s64 c;

	/* why: IS_ERR() said so; a range alone may be that of a path which does not exist */
	return fx_at(&r->f->fx, v)->kind == FX_RESULT && aval_is_const(&a, &c) && c == 1;
}

/* ZERO_OR_NULL_PTR(v) is known to hold. */
static bool known_small(struct mrun *r, struct mstate *st, fx_id v)
{
	static const s64 zero_size = 16;
	fx_id small = fx_make(&r->f->fx, FX_BIN, OP_LE | FX_UNSIGNED, v, fx_const(&r->f->fx, zero_size));
	struct aval a = small ? ev_aval(r->f, &st->s, small) : AVAL_TOP;
	s64 c;

	return aval_is_const(&a, &c) && c;
}

bool mem_is_failure(struct mrun *r, struct mstate *st, const struct obj *o)
{
	struct aval a = ev_aval(r->f, &st->s, o->val);
	s64 c;

	if ((aval_is_const(&a, &c) && !c) || (a.hi <= 0 && a.lo >= -4095))
		return true;
	return mem_known_error(r, st, o->val) || known_small(r, st, o->val);
}

/* Is the condition about the pointer itself, rather than about what it points to? */
static bool is_about(const struct mrun *r, fx_id cond, fx_id val)
{
	const struct fx *x = fx_at(&r->f->fx, cond);

	if (cond == val)
		return true;
	if (x->kind == FX_UN)
		return is_about(r, x->a, val);
	return x->kind == FX_BIN && (is_about(r, x->a, val) || is_about(r, x->b, val));
}

enum test { TEST_NONE, TEST_NULL, TEST_ERROR };

/* What the condition asks of the pointer, as far as its form tells. */
static enum test form_of_test(const struct mrun *r, fx_id cond, fx_id val)
{
	const struct fx *x = fx_at(&r->f->fx, cond);
	s64 c;

	while (x->kind == FX_UN && x->op == OP_LNOT) {
		cond = x->a;
		x = fx_at(&r->f->fx, cond);
	}
	if (cond == val)
		return TEST_NULL;
	if (x->kind != FX_BIN)
		return TEST_NONE;
	if (x->a == val && fx_is_const(&r->f->fx, x->b, &c))
		return x->op == OP_EQ && !c ? TEST_NULL : x->op == (OP_LE | FX_UNSIGNED) ? TEST_NULL : TEST_ERROR;
	return x->b == val && fx_is_const(&r->f->fx, x->a, &c) ? TEST_ERROR : TEST_NONE;
}

/* On which side of the branch has the object failed?  One bit for each; and whether with an error pointer. */
static u32 failing_sides(struct mrun *r, struct mstate *const side[2], fx_id val, bool *err)
{
	u32 failing = 0;

	for (u32 k = 0; k < 2; k++) {
		const struct obj *o = side[k] ? obj_find(side[k], val) : NULL;

		if (!o || !mem_is_failure(r, side[k], o))
			continue;
		failing |= 1u << k;
		*err = mem_known_error(r, side[k], val);
	}
	return failing;
}

/* What a branch on `cond` tells of the objects that it is about; either state may be NULL (cannot be). */
void mem_see_branch(struct mrun *r, fx_id cond, struct mstate *yes, struct mstate *no)
{
	struct mstate *const side[2] = { yes, no };
	const struct mstate *any = yes ? yes : no;
	struct obj before[MEM_MAX_OBJ];
	u32 nr = any ? any->nr_obj : 0;

	if (nr)
		memcpy(before, any->obj, nr * sizeof(*before));
	for (u32 k = 0; k < 2; k++)
		if (side[k])
			mem_note_side(r, side[k], cond);
	for (u32 i = 0; i < nr; i++) {
		const struct obj *b = &before[i];
		struct mem_alloc *al;
		bool err = false, right;
		enum test form;
		u32 failing;

		if ((b->flags & (OBJ_ENTRY | OBJ_FREED)) || !mem_mentions(r, cond, b->val))
			continue;
		failing = failing_sides(r, side, b->val, &err);
		al = b->event != IR_NONE ? mem_alloc_of(r, b->event) : NULL;
		form = form_of_test(r, cond, b->val);
		right = b->either || (b->flags & OBJ_FAILED ? form != TEST_NONE && (form == TEST_ERROR) == !!(b->flags & OBJ_ERRPTR) :
				      err == !!(b->flags & OBJ_ERRPTR));
		if (al && failing && right)
			al->tested = true;
		else if (al && (failing || form != TEST_NONE))
			al->wrong_test = true;
		else if (al && is_about(r, cond, b->val))
			al->looked_at = true;
		/* what has failed goes on as if it had not */
		if (b->flags & OBJ_FAILED && !right)
			continue;
		for (u32 k = 0; k < 2; k++) {
			struct obj *o = side[k] ? obj_find(side[k], b->val) : NULL;

			if (!o)
				continue;
			if (failing & 1u << k && right && al) {
				*o = (struct obj){ .val = o->val, .event = o->event, .freed = IR_NONE, .root = IR_NONE,
					.release = IR_NONE, .given = IR_NONE,
					.seen = true,
					.flags = (u16)(OBJ_FAILED | (o->flags & (OBJ_ERRPTR | OBJ_VIA_CALLEE))),
					.trail = o->trail };
				continue;
			}
			if (failing & 1u << k) {
				/* an error pointer test of what fails with NULL: this side cannot be */
				obj_del(side[k], (u32)(o - side[k]->obj));
				continue;
			}
			if (failing && right)
				o->flags &= (u16)~(OBJ_NULLABLE | OBJ_FAILED);
		}
	}
}
