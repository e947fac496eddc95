// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an event dereferences: uses of released memory, uses of memory that may not be there, and, of parameters, what
 * callers have to know.
 *
 * A load or a store through a pointer is a use of what it points to; taking an address (&p->list) is not.
 * Cost: linear in the size of the values.
 */
#include "base/hash.h"
#include "mem/mem_int.h"

void mem_hit(struct mrun *r, const struct mstate *st, const struct obj *o, struct mem_hit h)
{
	u32 id[7], from = 0;
	u64 key;

	h.fn = r->sym;
	h.block = r->block;
	if (o && h.alloc == IR_NONE)
		h.alloc = o->event;
	if (o && h.check != MEM_LEAK && h.freed == IR_NONE)
		h.freed = o->freed;
	id[0] = h.check;
	id[1] = h.alloc;
	id[2] = h.freed;
	id[3] = h.event;
	id[4] = h.block;
	id[5] = h.how;
	/* the surest of the ways to one return is told: mem_function() */
	id[6] = h.check == MEM_LEAK ? h.confidence | (u32)h.failing << 2 | (u32)(h.given != IR_NONE) << 3 : 0;
	key = hash_bytes(id, sizeof(id));
	for (u32 i = 0; i < r->seen.nr; i++)
		if (r->seen.at[i] == key)
			return;
	vec_push(&r->seen, key);
	if (o)
		h.what = mem_name(r, st, o);
	if (o)
		from = MIN(o->trail, st->nr_trail);
	for (u32 i = from; i < st->nr_trail; i++)
		h.trail[h.nr_trail++] = st->trail[i];
	vec_push(&r->m->hit, h);
	r->stats->nr_hits++;
}

void mem_hit_left(struct mrun *r, const struct obj *o, u8 confidence)
{
	struct mem_hit h = { .check = MEM_LEAK, .how = HOW_LEFT, .confidence = confidence, .fn = o->left_fn,
		.event = IR_NONE, .block = o->left_block, .alloc = o->left_event, .freed = IR_NONE };

	for (u32 i = 0; i < r->m->hit.nr; i++) {
		const struct mem_hit *x = &r->m->hit.at[i];

		if (x->how == HOW_LEFT && x->fn == h.fn && x->alloc == h.alloc)
			return;
	}
	vec_push(&r->m->hit, h);
	r->stats->nr_hits++;
}

static void use_param(struct mrun *r, struct mstate *st, fx_id base, u32 event, bool tested)
{
	const struct fx *x = fx_at(&r->f->fx, base);
	struct aval a;

	if (x->kind != FX_PARAM || x->a >= 32)
		return;
	r->out->use |= 1u << x->a;
	a = ev_aval(r->f, &st->s, base);
	if (tested || a.nonzero || a.lo > 0 || (r->out->deref & 1u << x->a))
		return;
	r->out->deref |= 1u << x->a;
	if (x->a < ARRAY_SIZE(r->out->deref_event))
		r->out->deref_event[x->a] = event;
	/* before anything is asked: a test that comes later comes too late */
	if (!r->block)
		r->relied |= 1u << x->a;
}

static void use_member(struct mrun *r, struct mstate *st, fx_id base)
{
	struct aval a = ev_aval(r->f, &st->s, base);

	mem_note_member(r, base, a.nonzero || a.lo > 0 || a.hi < 0 ? NOTE_GUARDED : NOTE_RELIED);
}

/* Of a use of released memory.  Before the release in the source: in another round, or on a path that is not there. */
static u8 use_confidence(const struct mrun *r, const struct mstate *st, const struct obj *o, u32 event)
{
	bool unsure = o->flags & (OBJ_RCU | OBJ_VIA_CALLEE);

	if (mem_is_renamed(r, st, o) || (o->event == IR_NONE && mem_is_aliased(r, st, o->val)))
		return 0;
	if (event == o->freed || (event < o->freed && unsure))
		return 0;
	return unsure ? 1 : 2;
}

static void hit_use(struct mrun *r, struct mstate *st, const struct obj *o, u32 event, enum mem_how how, u8 confidence)
{
	mem_hit(r, st, o, (struct mem_hit){ .check = MEM_USE_AFTER_FREE, .event = event, .alloc = IR_NONE,
		.freed = IR_NONE, .how = (u8)(how == HOW_PASSED ? how : HOW_FREED), .confidence = confidence });
}

/* The object whose release takes what the pointer leads to with it: the skb of what was skb->data. */
static struct obj *released_whole(struct mrun *r, struct mstate *st, fx_id base)
{
	const struct fx *x = fx_at(&r->f->fx, base);
	fx_id whole = mem_led_into(&r->f->fx, base);
	struct obj *o;

	if (!whole && (x->kind != FX_FIELD || !r->m->is_part[x->b]))
		return NULL;
	x = fx_at(&r->f->fx, x->a);
	o = whole ? obj_of(r, st, whole) : x->kind == FX_DEREF ? obj_of(r, st, x->a) : NULL;
	if (!o || !(o->flags & OBJ_FREED))
		return NULL;
	/* another object has it, too: one copy of several */
	for (u32 i = 0; i < st->s.nr_store; i++)
		if (mem_base(r, st->s.store_val[i]) == base &&
		    fx_at(&r->f->fx, st->s.store_key[i])->kind == FX_FIELD && !mem_mentions(r, st->s.store_key[i], o->val))
			return NULL;
	return o;
}

void mem_deref(struct mrun *r, struct mstate *st, fx_id pointer, u32 event, enum mem_how how)
{
	fx_id base = mem_base(r, pointer);
	struct obj *o = obj_find(st, base);

	if (!pointer)
		return;
	use_param(r, st, base, event, false);
	if (!o)
		o = released_whole(r, st, base);
	if (!o)
		use_member(r, st, base);
	if (!o)
		return;
	if (o->flags & OBJ_FREED && o->dropped == DROP_RCU)
		return;
	if (o->flags & OBJ_FREED) {
		/* once is enough */
		if (!o->seen)
			hit_use(r, st, o, event, how, use_confidence(r, st, o, event));
		o->seen = true;
		return;
	}
	if (o->flags & OBJ_SOME) {
		hit_use(r, st, o, event, how, (o->dropped == DROP_LAST || o->dropped == DROP_COUNTED) && event != o->freed);
		o->flags &= (u16)~OBJ_SOME;
		return;
	}
	if (o->flags & (OBJ_NULLABLE | OBJ_FAILED)) {
		struct aval a = ev_aval(r->f, &st->s, base);
		struct mem_alloc *al = mem_alloc_of(r, o->event);

		if (!(o->flags & OBJ_FAILED) && (a.nonzero || a.lo > 0) && !(o->flags & OBJ_ERRPTR))
			return;
		mem_hit(r, st, o, (struct mem_hit){ .check = MEM_UNCHECKED,
			.how = (u8)(al->wrong_test && !al->tested ? HOW_WRONG_TEST : how), .event = event, .alloc = o->event,
			.unless_tested = o->either,
			.freed = IR_NONE, .confidence = o->flags & OBJ_VIA_CALLEE ? 1 : 2 });
		al->hit = true;
		o->flags &= (u16)~(OBJ_NULLABLE | OBJ_FAILED);
	}
}

void mem_use_address(struct mrun *r, struct mstate *st, fx_id address, u32 event)
{
	struct obj *o = address && fx_at(&r->f->fx, address)->kind == FX_ADDR ? obj_of(r, st, address) : NULL;

	if (!o || o->val == address || !(o->flags & OBJ_FREED) || o->dropped == DROP_RCU)
		return;
	if (!o->seen)
		hit_use(r, st, o, event, HOW_PASSED, MIN(1, use_confidence(r, st, o, event)));
	o->seen = true;
}

void mem_use_place(struct mrun *r, struct mstate *st, ir_val_id id, u32 event, bool access)
{
	const struct ir_val *v = &ir_vals(r->f->u, r->f->fn)[id];

	switch (v->kind) {
	case V_FIELD:
		mem_use_place(r, st, v->a, event, access);
		break;
	case V_DEREF:
		mem_use_value(r, st, v->a, event);
		if (access)
			mem_deref(r, st, ev_value(r->f, &st->s, v->a), event, HOW_DEREF);
		break;
	case V_INDEX:
		mem_use_value(r, st, v->a, event);
		mem_use_value(r, st, v->b, event);
		if (access)
			mem_deref(r, st, ev_value(r->f, &st->s, v->a), event, HOW_DEREF);
		break;
	default:
		break;
	}
}

/* Is the place an array, or a record: does its name as a value not read it? */
static bool is_aggregate(const struct mrun *r, const struct ir_val *v)
{
	const struct ir_unit *u = r->f->u;
	u32 type = v->kind == V_FIELD ? u->field[v->b].type : IR_NONE;

	return type < u->nr_type && u->type[type].kind == T_ARRAY;
}

void mem_use_value(struct mrun *r, struct mstate *st, ir_val_id id, u32 event)
{
	const struct ir_val *v = &ir_vals(r->f->u, r->f->fn)[id];

	switch (v->kind) {
	case V_FIELD:
	case V_DEREF:
	case V_INDEX:
		mem_use_place(r, st, id, event, !is_aggregate(r, v));
		break;
	case V_ADDR:
		mem_use_place(r, st, v->a, event, false);
		break;
	case V_BIN:
		mem_use_value(r, st, v->a, event);
		mem_use_value(r, st, v->b, event);
		break;
	case V_UN:
		mem_use_value(r, st, v->a, event);
		break;
	default:
		break;
	}
}
