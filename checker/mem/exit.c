// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stores and returns: where the last pointer to memory goes away.
 *
 * An object is lost when nothing that outlives the function holds it: not the result, not an object of the caller's,
 * not an object that was handed over.  What was stored where others see it stays theirs; only when another failing
 * return of the same function releases it after such a store, leaving it there is taken for a mistake.
 */
#include "mem/mem_int.h"

static u8 confidence_of(const struct mrun *r, const struct mstate *st, const struct obj *o)
{
	/* who returns an error behind a WARN_ON() means that way */
	if (st->lost || st->s.loose || st->hardly & HARDLY_EMPTY || (st->hardly && !r->failing))
		return 0;
	return o->flags & OBJ_VIA_CALLEE || st->hardly ? 1 : 2;
}

static u32 field_of(const struct mrun *r, fx_id place)
{
	const struct fx *x = fx_at(&r->f->fx, place);

	return x->kind == FX_FIELD ? x->b : IR_NONE;
}

/* What an object holds is seen wherever the object is. */
static void publish_held(struct mrun *r, struct mstate *st)
{
	for (u32 i = 0; i < st->nr_obj; i++)
		if ((st->obj[i].flags & (OBJ_OWNED | OBJ_PUBLISHED)) == OBJ_OWNED &&
		    mem_holder(r, st, st->obj[i].val, 0, 0) == ROOT_OUTSIDE)
			st->obj[i].flags |= OBJ_PUBLISHED;
}

bool mem_is_pointer_local(const struct mrun *r, u32 local)
{
	const struct ir_unit *u = r->f->u;
	u32 type = local < r->f->fn->local_nr ? u->local[r->f->fn->local_at + local].type : IR_NONE;

	return type < u->nr_type && u->type[type].kind == T_PTR;
}

/* A pointer of the caller's goes where no caller can name it. */
void mem_take_entry(struct mrun *r, struct mstate *st, fx_id place, fx_id value)
{
	const struct fx *x = fx_at(&r->f->fx, value);
	fx_id base;

	if (!value || x->kind == FX_CONST || (place && !fx_at(&r->f->fx, place)->local))
		return;
	base = mem_base(r, value);
	if (fx_at(&r->f->fx, base)->local || obj_find(st, base))
		return;
	x = fx_at(&r->f->fx, base);
	if (x->kind == FX_FIELD && !r->m->is_pointer[x->b])
		return;
	while (x->kind == FX_FIELD || x->kind == FX_DEREF)
		x = fx_at(&r->f->fx, x->a);
	if (x->kind == FX_PARAM && mem_is_pointer_local(r, x->a))
		mem_take_value(r, st, NULL, value, false);
}

/* In an object, rather than in a variable of this function? */
static bool goes_away(const struct mrun *r, fx_id key)
{
	const struct fx *x = fx_at(&r->f->fx, key);

	if (!fx_is_place((enum fx_kind)x->kind))
		return false;
	while (x->kind == FX_FIELD || x->kind == FX_INDEX || x->kind == FX_ADDR)
		x = fx_at(&r->f->fx, x->a);
	return x->kind != FX_LOCAL;
}

void mem_keep_takes(struct mrun *r, struct mstate *a, const struct mstate *b)
{
	for (u32 i = 0; i < a->s.nr_store; i++) {
		fx_id key = a->s.store_key[i], val = a->s.store_val[i];
		const struct fx *x = fx_at(&r->f->fx, mem_base(r, val));

		if (x->kind != FX_PARAM || st_load(r->f, &b->s, key) == val || obj_find(a, mem_base(r, val)) ||
		    !goes_away(r, key))
			continue;
		mem_take_value(r, a, NULL, val, false);
	}
}

static void publish(struct mrun *r, struct mstate *st, fx_id value)
{
	struct obj *o = obj_of(r, st, value);

	if (!o)
		return;
	o->flags |= OBJ_PUBLISHED;
	if (o->flags & OBJ_OWNED)
		publish_held(r, st);
}

/* Memory that nobody has looked at yet goes into an object, or where the caller says. */
static void store_untested(struct mrun *r, struct mstate *st, u32 event, fx_id place, fx_id value)
{
	const struct fx *x = fx_at(&r->f->fx, place);
	struct obj *o = obj_of(r, st, value);
	struct mem_alloc *al;
	struct aval a;

	if (!o || o->event == IR_NONE || x->kind == FX_LOCAL)
		return;
	if (o->event != event)
		mem_note_member(r, place, NOTE_ALLOCATED);
	a = ev_aval(r->f, &st->s, o->val);
	/* what the callee has stored there is reported there */
	if (!(o->flags & OBJ_NULLABLE) || o->event == event || a.nonzero)
		return;
	al = mem_alloc_of(r, o->event);
	if (x->kind == FX_DEREF && fx_at(&r->f->fx, x->a)->kind == FX_PARAM) {
		al->handed_up = true;
	} else if (al->stored == IR_NONE || !al->stored_member) {
		al->stored = event;
		al->stored_member = mem_member_key(r, place);
	}
}

/* An element whose number is not known, or a place without a name: nobody can say later what it holds. */
static bool is_vague(const struct mrun *r, fx_id place)
{
	const struct fx *x = fx_at(&r->f->fx, place);

	for (;;) {
		if (x->kind == FX_INDEX)
			return !x->b || fx_at(&r->f->fx, x->b)->kind != FX_CONST;
		if (x->kind != FX_FIELD)
			return !place;
		x = fx_at(&r->f->fx, x->a);
	}
}

/* Is the place the same in every round? */
static bool is_fixed(const struct mrun *r, fx_id place)
{
	const struct fx *x = fx_at(&r->f->fx, place);

	while (x->kind == FX_FIELD || x->kind == FX_DEREF || x->kind == FX_ADDR)
		x = fx_at(&r->f->fx, x->a);
	return x->kind == FX_PARAM || x->kind == FX_GLOBAL || x->kind == FX_LOCAL;
}

/* p = krealloc(p): what it was given it still has when it fails. */
static bool is_realloc(const struct mrun *r, fx_id value)
{
	const struct fx *x = fx_at(&r->f->fx, value);
	const struct ir_event *e = x->kind == FX_RESULT ? &ir_events(r->f->u, r->f->fn)[x->a] : NULL;
	const struct ir_val *callee = e ? &ir_vals(r->f->u, r->f->fn)[e->a] : NULL;
	const struct rule *k = callee && callee->kind == V_FUNC ? r->w->sym.at[r->f->unit->sym[callee->a]].rule : NULL;

	for (; k; k = rules_next(r->w->rules, k))
		if (k->kind == RULE_REALLOC)
			return true;
	return false;
}

/* Who overwrites a pointer in an object of somebody else's, or in another round, may well mean another object. */
static u8 overwritten_confidence(struct mrun *r, struct mstate *st, struct obj *o, fx_id place, u32 event)
{
	if (o->flags & OBJ_VIA_CALLEE || ir_events(r->f->u, r->f->fn)[event].kind == EV_CALL)
		return 0;
	if (mem_place_root(r, st, place, 0, 0) != ROOT_LOCAL)
		return is_fixed(r, place);
	if (event > o->event && fx_at(&r->f->fx, o->val)->kind == FX_RESULT)
		return 2;
	o->strange |= STRANGE_ROUND;
	return 1;
}

/* kfree(const void *), but put_name(struct name *) */
static bool takes_bytes(const struct mrun *r, u32 event)
{
	const struct ir_event *e = &ir_events(r->f->u, r->f->fn)[event];
	const struct ir_val *callee = e->kind == EV_CALL ? &ir_vals(r->f->u, r->f->fn)[e->a] : NULL;
	const char *sig = callee && callee->kind == V_FUNC ? ir_text(r->f->u, r->f->u->sym[callee->a].sig) : "";

	for (u32 i = 0; i < 3; i++) {
		const char *type = mem_param_type(sig, i);

		if (type && (!strncmp(type, "void *", 6) || !strncmp(type, "const void *", 12)))
			return true;
	}
	return false;
}

static bool has_body(const struct mrun *r, u32 event)
{
	const struct ir_event *e = &ir_events(r->f->u, r->f->fn)[event];
	const struct ir_val *callee = e->kind == EV_CALL ? &ir_vals(r->f->u, r->f->fn)[e->a] : NULL;

	return callee && callee->kind == V_FUNC && r->m->eff[r->f->unit->sym[callee->a]].known;
}

/*
 * What held it is released: is that memory of this function's, rather than what a loop or a caller finds?  What destroys
 * more than bytes knows what it destroys; what nobody knows, who knows.
 */
static u8 container_confidence(const struct mrun *r, const struct mstate *st, u32 event)
{
	u8 most = 2;

	for (u32 i = 0; i < st->nr_obj; i++) {
		const struct obj *o = &st->obj[i];

		if (o->freed == event && (o->flags & OBJ_FREED))
			most = MIN(most, o->event == IR_NONE ? 0 :
				   o->by & r->m->by_plain && takes_bytes(r, event) ? 2 : has_body(r, event) ? 1 : 0);
	}
	return most;
}

static void lost(struct mrun *r, struct mstate *st, struct obj *o, u32 event, enum mem_how how, u8 most)
{
	/* who fails cleans up after itself: the mistake is in the callee */
	if (o->flags & OBJ_LEFT) {
		mem_hit_left(r, o, how == HOW_RETURN ? 1 : 0);
		return;
	}
	mem_hit(r, st, o, (struct mem_hit){ .check = MEM_LEAK, .how = (u8)how, .event = event, .alloc = o->event,
		.freed = IR_NONE, .given = o->given, .side = o->side, .strange = o->strange, .failing = r->failing, .have = o->by,
		.confidence = MIN(most, confidence_of(r, st, o)) });
}

/* What was loaded from the same member of another object, and released, may have been replaced by this store. */
static void forget_aliases(struct mrun *r, struct mstate *st, fx_id place)
{
	u32 field = field_of(r, place);

	for (u32 i = 0; i < st->nr_obj && field != IR_NONE; i++)
		if ((st->obj[i].flags & OBJ_FREED) && st->obj[i].val != place && field_of(r, st->obj[i].val) == field)
			mem_forget_release(&st->obj[i]);
	if (field != IR_NONE)
		st->aliased[r->m->alias_bit[field] / 64] |= 1ull << (r->m->alias_bit[field] % 64);
}

/* A record is copied: its copy holds what it holds. */
static void copy_parts(struct mrun *r, struct mstate *st, u32 event, fx_id to, fx_id from)
{
	for (u32 i = 0; i < st->s.nr_store && fx_is_place((enum fx_kind)fx_at(&r->f->fx, from)->kind); i++) {
		const struct fx key = *fx_at(&r->f->fx, st->s.store_key[i]);
		fx_id val = st->s.store_val[i];

		if (key.kind == FX_FIELD && key.a == from && obj_of(r, st, val) && to != from)
			mem_set(r, st, event, fx_make(&r->f->fx, FX_FIELD, 0, to, key.b), val);
	}
}

/* Forgets the oldest number that was stored in an object: no pointer is missed then. */
static bool make_room(struct mrun *r, struct mstate *st)
{
	for (u32 i = 0; i < st->s.nr_store; i++) {
		const struct fx *key = fx_at(&r->f->fx, st->s.store_key[i]);
		const struct fx *val = fx_at(&r->f->fx, st->s.store_val[i]);

		if (key->kind == FX_LOCAL || key->kind == FX_RESULT || obj_of(r, st, st->s.store_val[i]))
			continue;
		if (key->kind == FX_FIELD ? r->m->is_pointer[key->b] && val->kind != FX_UNKNOWN : val->kind != FX_CONST)
			continue;
		st_store(r->f, &st->s, st->s.store_key[i], 0);
		return true;
	}
	return false;
}

/* A number that is made of a pointer: nobody knows what becomes of it. */
static void hidden_in(struct mrun *r, struct mstate *st, fx_id value)
{
	fx_id base = value ? mem_base(r, value) : 0;

	for (u32 i = 0; value && i < st->nr_obj; i++)
		if (st->obj[i].val != base && (st->obj[i].flags & OBJ_OWNED) &&
		    fx_at(&r->f->fx, base)->kind == FX_BIN && !mem_led_into(&r->f->fx, base) &&
		    mem_is_made_of(r, base, st->obj[i].val))
			mem_escape(r, st, st->obj[i].val);
}

void mem_set(struct mrun *r, struct mstate *st, u32 event, fx_id place, fx_id value)
{
	const struct fx copy = *fx_at(&r->f->fx, place), *p = &copy;
	bool local = p->kind == FX_LOCAL;
	fx_id old = place ? st_load(r->f, &st->s, place) : 0;
	struct obj *o;
	bool own;
	s64 c;

	if (!place) {
		mem_escape(r, st, value);
		mem_take_entry(r, st, 0, value);
		return;
	}
	if (!old && !local)
		old = place;
	if (value && !local)
		mem_note_passed(r, value);
	o = obj_of(r, st, value);
	/* in what can be reached from itself only: nobody else has it for that */
	own = o && mem_mentions(r, place, o->val);
	if (value && !local && !own && (is_vague(r, place) || (o && o->val != value))) {
		/* linked into a list by a member, or an element of an array */
		if (mem_place_root(r, st, place, 0, 0) != ROOT_LOCAL)
			mem_take_value(r, st, NULL, value, true);
		else
			mem_escape(r, st, value);
	}
	store_untested(r, st, event, place, value);
	if (!own && !mem_is_weak(r, place) && mem_place_root(r, st, place, 0, 0) == ROOT_OUTSIDE) {
		publish(r, st, value);
		mem_take_entry(r, st, place, value);
	}
	if (st->s.nr_store == ST_MAX_STORE && !make_room(r, st))
		st->lost = true;
	if (!local)
		forget_aliases(r, st, place);
	/* i = i + 1, and what i was is not known */
	if (local && mem_mentions(r, value, place))
		value = fx_make(&r->f->fx, FX_UNKNOWN, 0, event, 0x3ff);
	if (local)
		mem_forget_local(r, st, p->a);
	hidden_in(r, st, value);
	if (local)
		st_kill_local(r->f, &st->s, p->a, 0);
	st_store(r->f, &st->s, place, value);
	o = obj_find(st, value);
	if (o && o->event != IR_NONE && !mem_alloc_of(r, o->event)->place) {
		mem_alloc_of(r, o->event)->place = place;
		mem_alloc_of(r, o->event)->by = o->by;
	}
	o = local ? NULL : obj_find(st, place);
	if (o)
		o->replaced = MIN(2, o->replaced + 1);
	copy_parts(r, st, event, place, value);
	if (!old || old == value || !(o = obj_of(r, st, old)) ||
	    (o->flags & (OBJ_OWNED | OBJ_MANAGED)) != OBJ_OWNED || mem_mentions(r, value, o->val))
		return;
	if (mem_holder(r, st, o->val, 0, 0) == ROOT_NONE && !mem_is_failure(r, st, o)) {
		bool again = is_realloc(r, value);

		if (again)
			o->given = IR_NONE;
		/* "it is not mine any more", says who sets a variable to NULL */
		if (!fx_is_const(&r->f->fx, value, &c) && !st->lost)
			lost(r, st, o, event, HOW_OVERWRITTEN, again ? 2 : overwritten_confidence(r, st, o, place, event));
		o->flags &= (u16)~OBJ_OWNED;
	}
}

/* Only elements whose number varies hold it: a loop that releases what they hold does so by another name. */
static bool is_held_by_elements(const struct mrun *r, const struct mstate *st, fx_id val)
{
	bool element = mem_is_element(r, val);

	for (u32 i = 0; i < st->s.nr_store; i++) {
		if (st->s.store_val[i] != val || fx_at(&r->f->fx, st->s.store_key[i])->kind == FX_LOCAL)
			continue;
		if (!mem_is_element(r, st->s.store_key[i]))
			return false;
		element = true;
	}
	return element;
}

/* After a release: what only the released memory held. */
void mem_check_lost(struct mrun *r, struct mstate *st, u32 event, const struct mstate *before, u32 callee, bool in_callee)
{
	for (u32 i = 0; i < st->nr_obj; i++) {
		struct obj *o = &st->obj[i], *was = obj_find((struct mstate *)before, o->val);

		if (!was || !(was->flags & OBJ_OWNED) || !(o->flags & OBJ_OWNED) || (o->flags & OBJ_MANAGED))
			continue;
		if (mem_holder(r, st, o->val, 0, 0) != ROOT_DEAD ||
		    mem_holder(r, (struct mstate *)before, o->val, 0, 0) == ROOT_DEAD)
			continue;
		if (mem_knows_part(r, st, callee, o))
			o->strange |= STRANGE_PART;
		if (!mem_is_failure(r, st, o))
			lost(r, st, o, event, HOW_CONTAINER, is_held_by_elements(r, st, o->val) ? 0 : in_callee ?
			     !(o->flags & OBJ_VIA_CALLEE) : container_confidence(r, st, event));
		o->flags &= (u16)~OBJ_OWNED;
	}
}

void mem_escape_dead(struct mrun *r, struct mstate *st)
{
	for (u32 i = 0; i < st->nr_obj; i++)
		if ((st->obj[i].flags & OBJ_OWNED) && mem_holder(r, st, st->obj[i].val, 0, 0) == ROOT_DEAD)
			mem_escape(r, st, st->obj[i].val);
}

bool mem_is_failing(struct mrun *r, struct mstate *st, fx_id ret)
{
	struct obj o = { .val = ret };
	struct aval a;

	if (!ret)
		return false;
	a = ev_aval(r->f, &st->s, ret);
	if (r->returns_pointer)
		return mem_is_failure(r, st, &o);
	/* bits, or a count, say nothing of a failure when they are not zero */
	return r->returns_int && (a.hi < 0 || (r->returns_signed && a.nonzero && a.lo <= 0));
}

bool mem_is_compared(const struct mrun *r, s64 with)
{
	const struct ir_val *v = ir_vals(r->f->u, r->f->fn);

	for (u32 i = 0; i < r->f->fn->val_nr; i++)
		if (v[i].kind == V_BIN && (v[i].op == OP_EQ || v[i].op == OP_NE) && v[v[i].b].kind == V_CONST &&
		    ir_val_const(&v[v[i].b]) == with)
			return true;
	return false;
}

/* One error number of a callee's is asked for here (-EINPROGRESS): whoever does that knows what it means. */
static bool asks_code(struct mrun *r, const struct mstate *st, fx_id ret)
{
	struct aval a = ret ? ev_aval(r->f, &st->s, ret) : AVAL_TOP;
	s64 c;

	return ret && fx_at(&r->f->fx, ret)->kind == FX_RESULT && aval_is_const(&a, &c) && c < 0 && mem_is_compared(r, c);
}

/* A count may be something other than zero, too. */
bool mem_says_error(struct mrun *r, struct mstate *st, fx_id ret)
{
	return r->returns_pointer || fx_at(&r->f->fx, ret)->kind == FX_RESULT || ev_aval(r->f, &st->s, ret).hi < 0;
}

/* Is it held by a part of the record that is returned? */
static bool is_part(const struct mrun *r, const struct mstate *st, fx_id record, fx_id val)
{
	for (u32 i = 0; i < st->s.nr_store; i++) {
		const struct fx *key = fx_at(&r->f->fx, st->s.store_key[i]);

		if (key->kind == FX_FIELD && key->a == record && mem_mentions(r, st->s.store_val[i], val))
			return true;
	}
	return false;
}

/* `return p`, and `return p != NULL`. */
static void hand_up(struct mrun *r, struct mstate *st, fx_id ret)
{
	fx_id base = mem_base(r, ret);

	for (u32 i = 0; i < st->nr_obj; i++) {
		const struct obj *o = &st->obj[i];

		if (o->event == IR_NONE || !(o->flags & OBJ_NULLABLE) || !mem_mentions(r, ret, o->val))
			continue;
		if (o->val == base)
			mem_alloc_of(r, o->event)->handed_up = true;
		else
			mem_alloc_of(r, o->event)->looked_at = true;
	}
}

/* The result of a call that nobody looks at: what the callee has made it has put somewhere, too. */
static bool is_nameless(const struct mrun *r, const struct obj *o)
{
	return fx_at(&r->f->fx, o->val)->kind == FX_RESULT && (o->flags & OBJ_VIA_CALLEE || o->by & r->m->by_queued) &&
		!mem_is_result_read(r, o->event);
}

/* Of an earlier round of a loop: whoever made it in that one has put it somewhere, most likely. */
static bool is_older(const struct mrun *r, const struct obj *o)
{
	const struct fx *x = fx_at(&r->f->fx, o->val);

	return x->kind == FX_UNKNOWN && x->b >= MEM_AGED;
}

void mem_return(struct mrun *r, struct mstate *st, fx_id ret)
{
	fx_id base = ret ? mem_base(r, ret) : 0;
	bool failing = mem_is_failing(r, st, ret);
	struct obj *o = ret ? obj_of(r, st, ret) : NULL;

	r->failing = failing;
	r->out->can_fail |= failing;
	if (ret) {
		hand_up(r, st, ret);
		mem_note_passed(r, ret);
	}
	if (!failing)
		mem_note_owned(r, st);
	if (o && (o->flags & OBJ_FREED) && r->returns_pointer && (!(o->flags & OBJ_VIA_CALLEE) || o->event != IR_NONE))
		mem_hit(r, st, o, (struct mem_hit){ .check = MEM_USE_AFTER_FREE, .how = HOW_RETURNED, .event = IR_NONE,
			.alloc = IR_NONE, .freed = IR_NONE, .confidence = 1 });
	for (u32 i = 0; i < st->nr_obj; i++) {
		enum mem_root root;

		o = &st->obj[i];
		if ((o->flags & OBJ_FREED) && (o->flags & OBJ_PUBLISHED) && failing && o->event != IR_NONE)
			mem_alloc_of(r, o->event)->freed_published = true;
		if (!(o->flags & OBJ_OWNED) || (o->flags & OBJ_MANAGED) || mem_is_failure(r, st, o))
			continue;
		if (base && (base == o->val || mem_mentions(r, ret, o->val) || is_part(r, st, ret, o->val)))
			continue;
		root = mem_holder(r, st, o->val, base, 0);
		if (root == ROOT_OUTSIDE) {
			struct mem_hit h = { .check = MEM_LEAK, .how = HOW_SIBLING, .fn = r->sym, .event = IR_NONE,
				.block = r->block, .alloc = o->event, .freed = IR_NONE, .strange = o->strange,
				.confidence = !asks_code(r, st, ret) && !is_older(r, o) && !(o->strange & STRANGE_TOLD) &&
					confidence_of(r, st, o) > 1 };

			if (!failing || !mem_says_error(r, st, ret) || !(o->flags & OBJ_PUBLISHED) || o->event == IR_NONE)
				continue;
			for (u32 k = MIN(o->trail, st->nr_trail); k < st->nr_trail; k++)
				h.trail[h.nr_trail++] = st->trail[k];
			vec_push(&r->fail, (struct mem_fail){ h });
			continue;
		}
		/* once others saw it, a name that is missing here is rather one that we forgot */
		if (!st->lost && !(o->flags & OBJ_PUBLISHED))
			lost(r, st, o, IR_NONE, HOW_RETURN,
			     is_nameless(r, o) || asks_code(r, st, ret) ? 0 : is_older(r, o) ? 1 : 2);
	}
	r->failing = false;
	for (u32 i = 0; i < st->s.nr_store; i++)
		if (goes_away(r, st->s.store_key[i]))
			mem_take_entry(r, st, st->s.store_key[i], st->s.store_val[i]);
	mem_add_exit(r, st, ret);
}

/*
 * A parameter that most ways to return release or hand on, and one that looks the same to callers does not: for who
 * gets the object to dispose of it (a received skb), that return loses it.
 */
static void consumers(struct mrun *r)
{
	for (u32 p = 0; p < MIN(r->f->fn->nparams, 32u); p++) {
		if (!(r->object_params & 1u << p))
			continue;
		for (u32 i = 0; i < r->fate.nr; i++) {
			const struct mem_fate *a = &r->fate.at[i];
			u32 gone = 0, kept = 0;

			for (u32 j = 0; j < r->fate.nr; j++) {
				const struct mem_fate *b = &r->fate.at[j];

				gone += b->kind == a->kind && (b->gone & 1u << p);
				kept += b->kind == a->kind && (b->kept & 1u << p);
			}
			if (!(a->kept & 1u << p) || gone < 2 || gone < 2 * kept)
				continue;
			struct mem_hit h = { .check = MEM_LEAK, .how = HOW_KEPT, .fn = r->sym,
				.confidence = 0,	/* the returns that callers tell apart in other ways than by the result are many */
				.event = IR_NONE, .block = a->block, .alloc = IR_NONE, .freed = IR_NONE,
				.nr_trail = a->nr_trail };

			memcpy(h.trail, a->trail, sizeof(h.trail));
			h.what = strtab_add(&r->m->str, ir_text(r->f->u, r->f->u->local[r->f->fn->local_at + p].name));
			vec_push(&r->m->hit, h);
			r->stats->nr_hits++;
		}
	}
}

/* Is memory of the kind that the release takes stored in the same place on another way? */
static bool is_either_kind(struct mrun *r, const struct mem_hit *h)
{
	fx_id place = mem_alloc_of(r, h->alloc)->place;

	for (u32 i = 0; place && i < r->alloc.nr; i++)
		if (r->alloc.at[i].event != h->alloc && r->alloc.at[i].place == place && r->alloc.at[i].by & h->want)
			return true;
	return false;
}

/*
 * What other ways of the function say of the same memory: it is of one kind or the other, or is tested.  Then the condition
 * that told the two apart was not seen through, most likely.
 */
static void other_ways(struct mrun *r)
{
	for (u32 i = r->first_hit; i < r->m->hit.nr; i++) {
		struct mem_hit *h = &r->m->hit.at[i];

		if (h->alloc == IR_NONE)
			continue;
		if (h->check == MEM_MISMATCHED && h->how == HOW_KIND && is_either_kind(r, h))
			h->confidence = 0;
		if (h->check == MEM_UNCHECKED && mem_alloc_of(r, h->alloc)->tested)
			h->confidence = MIN(h->confidence, 1);
	}
}

/* What fails in two ways is fine with a test for one of them. */
static void drop_tested(struct mrun *r)
{
	u32 n = r->first_hit;

	for (u32 i = n; i < r->m->hit.nr; i++) {
		const struct mem_hit *h = &r->m->hit.at[i];

		if (!h->unless_tested || !mem_alloc_of(r, h->alloc)->tested)
			r->m->hit.at[n++] = r->m->hit.at[i];
	}
	r->m->hit.nr = n;
}

void mem_function_end(struct mrun *r)
{
	drop_tested(r);
	other_ways(r);
	consumers(r);
	for (u32 i = 0; i < r->fail.nr; i++) {
		const struct mem_hit *h = &r->fail.at[i].hit;
		const struct mem_alloc *al = mem_alloc_of(r, h->alloc);

		if (al->freed_published) {
			vec_push(&r->m->hit, *h);
			r->stats->nr_hits++;
		}
	}
	for (u32 i = 0; i < r->alloc.nr; i++) {
		const struct mem_alloc *al = &r->alloc.at[i];

		if (al->hit || al->tested || al->looked_at || al->handed_up || al->stored == IR_NONE)
			continue;
		/* one loop allocates all elements, another one tests them */
		if (mem_key_is_element(al->stored_member) && mem_is_noted(r, al->stored_member, NOTE_TESTED))
			continue;
		vec_push(&r->m->hit, (struct mem_hit){ .check = MEM_UNCHECKED,
			.how = al->dropped ? HOW_DROPPED : al->wrong_test ? HOW_WRONG_TEST : HOW_STORED,
			.confidence = 1, .fn = r->sym,
			.event = al->stored, .alloc = al->event, .freed = IR_NONE, .have = al->stored_member });
		r->stats->nr_hits++;
	}
}
