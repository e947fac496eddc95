// SPDX-License-Identifier: GPL-2.0-only
/*
 * The worklist: states through blocks until nothing changes.
 *
 * Blocks are numbered in reverse postorder, the lowest queued one goes first, so a loop-free function is done in
 * one pass.  Cost: O(blocks x states x events) per pass; loops settle after two or three, because facts only weaken
 * and what is held is counted to 3 at most.  FLOW_MAX_STEPS is the last resort, and is counted.
 */
#include <stdlib.h>
#include <string.h>

#include "flow/state.h"

struct flow *flow_new(struct world *w, struct flow_stats *stats)
{
	struct flow *f = xcalloc(1, sizeof(*f));

	f->w = w;
	f->stats = stats;
	fx_init(&f->fx);
	return f;
}

void flow_free(struct flow *f)
{
	for (u32 i = 0; i < f->in.cap; i++)
		vec_free(&f->in.at[i].at);
	fx_free(&f->fx);
	vec_free(&f->pool);
	vec_free(&f->in);
	vec_free(&f->flag_local);
	vec_free(&f->work);
	vec_free(&f->queued);
	vec_free(&f->sleep);
	vec_free(&f->exit);
	vec_free(&f->call);
	vec_free(&f->cand_seen);
	vec_free(&f->site);
	vec_free(&f->taken);
	vec_free(&f->asked);
	vec_free(&f->exported);
	free(f);
}

/* Locals that are only ever set to constants: flags of the control flow. */
void flow_find_flags(struct flow *f)
{
	const struct ir_event *ev = ir_events(f->u, f->fn);
	const struct ir_val *val = ir_vals(f->u, f->fn);
	u32 nr = 0;

	vec_clear(&f->flag_local);
	vec_extend(&f->flag_local, f->fn->local_nr);
	for (u32 round = 0; round < 2; round++) {
		/* the second round accepts copies of temporaries that the first one found */
		VEC(u8) ok = { 0 };

		vec_extend(&ok, f->fn->local_nr);
		for (u32 i = 0; i < f->fn->ev_nr; i++) {
			const struct ir_val *to, *from;

			if (ev[i].kind != EV_SET)
				continue;
			to = &val[ev[i].a];
			from = &val[ev[i].b];
			if (to->kind != V_LOCAL)
				continue;
			if (from->kind == V_CONST || (from->kind == V_LOCAL && f->flag_local.at[from->a]))
				ok.at[to->a] |= 1;
			else
				ok.at[to->a] |= 2;
		}
		for (u32 l = 0; l < f->fn->local_nr; l++)
			f->flag_local.at[l] = ok.at[l] == 1;
		vec_free(&ok);
	}
	/* too many of them would only multiply states */
	for (u32 l = 0; l < f->fn->local_nr; l++)
		if (f->flag_local.at[l] && ++nr > 24)
			f->flag_local.at[l] = 0;
}

static void queue(struct flow *f, u32 block)
{
	f->queued.at[block] = 1;
}

/*
 * The state of the block that s is merged with, or IR_NONE: one that holds the same, and that callers cannot tell from it
 * where `limit` is 0; else the first one that is told apart by less than that.
 */
static u32 merge_with(struct flow *f, const struct block_states *b, const struct state *s, bool coarse, u32 limit)
{
	u32 best = IR_NONE, least = limit + 1;

	for (u32 i = 0; i < b->at.nr && least; i++) {
		struct state *have = &f->pool.at[b->at.at[i]];
		u32 distance;

		if (!st_same_holds(have, s) || (!coarse && !st_same_flags(f, have, s)))
			continue;
		distance = limit < ST_MAX_FACT || f->replay ? st_told_apart(f, have, s) : 0;
		if (distance >= least)
			continue;
		best = b->at.at[i];
		least = distance;
	}
	return best;
}

/*
 * By how much two states may be told apart and be merged all the same.  Small functions (lock helpers) keep what callers
 * can be asked: `if (a && b) lock(); else other_lock();`  A replay keeps it everywhere, and when states get
 * many at least what was learnt just now: the test behind which a lock is taken stands near to it.
 */
static u32 merge_limit(const struct flow *f, u32 nr)
{
	if (!f->replay)
		return nr < FLOW_FINE_STATES && f->fn->blk_nr <= FLOW_FINE_BLOCKS ? 0 : ST_MAX_FACT;
	if (nr < FLOW_FINE_STATES)
		return 0;
	if (nr < FLOW_MAX_STATES / 2)
		return ST_MAX_FACT - FLOW_RECENT_FACTS;
	return nr < FLOW_MAX_STATES ? ST_MAX_FACT - FLOW_RECENT_FACTS / 2 : ST_MAX_FACT;
}

static void arrive(struct flow *f, u32 block, const struct state *s)
{
	struct block_states *b = &f->in.at[block];
	bool coarse = b->at.nr >= FLOW_MAX_STATES;
	u32 with = merge_with(f, b, s, coarse, merge_limit(f, b->at.nr));

	if (with != IR_NONE) {
		if (st_merge(f, &f->pool.at[with], s, block)) {
			f->pool.at[with].fresh = 1;
			queue(f, block);
		}
		return;
	}
	if (coarse) {
		f->stats->nr_merged_states++;
		if (b->at.nr >= 2 * FLOW_MAX_STATES) {
			/* a replay that loses a state must not say that none gets there */
			f->steps = f->replay ? f->max_steps + 1 : f->steps;
			return;
		}
	}
	vec_reserve(&f->pool, 1);
	st_copy(&f->pool.at[f->pool.nr++], s);
	vec_last(&f->pool).fresh = 1;
	vec_push(&b->at, f->pool.nr - 1);
	queue(f, block);
}

/* A temporary of the lowering is read once: forget it, so that it does not keep states apart. */
static void drop_temp(struct flow *f, struct state *s, ir_val_id v)
{
	const struct ir_val *val = &ir_vals(f->u, f->fn)[v];

	if (val->kind == V_LOCAL && !f->u->local[f->fn->local_at + val->a].name && val->a >= f->fn->nparams)
		st_store(f, s, st_local(f, val->a), 0);
}

/* A record is assigned to another one: what is known of its members goes with it. */
static void copy_members(struct flow *f, struct state *s, fx_id to, fx_id from)
{
	fx_id key[ST_MAX_STORE], val[ST_MAX_STORE];
	u32 nr = 0;

	for (u32 i = 0; i < s->nr_store; i++) {
		const struct fx x = *fx_at(&f->fx, s->store_key[i]);

		if (x.kind != FX_FIELD || x.a != from)
			continue;
		key[nr] = fx_make(&f->fx, FX_FIELD, 0, to, x.b);
		val[nr++] = s->store_val[i];
	}
	st_kill_under(f, s, to);
	for (u32 i = 0; i < nr; i++)
		st_store(f, s, key[i], val[i]);
}

static bool is_record(const struct flow *f, ir_val_id v)
{
	const struct ir_val *x = &ir_vals(f->u, f->fn)[v];
	u32 type = x->kind == V_LOCAL ? f->u->local[f->fn->local_at + x->a].type : IR_NONE;

	return type < f->u->nr_type && f->u->type[type].kind == T_RECORD;
}

/* Nobody knows the value, but perhaps the bits that it is cut down to. */
static fx_id masked_unknown(struct flow *f, ir_val_id id, u32 event)
{
	const struct ir_val *v = &ir_vals(f->u, f->fn)[id];
	const struct ir_val *mask = v->kind == V_BIN && v->op == OP_AND ? &ir_vals(f->u, f->fn)[v->b] : NULL;
	fx_id unknown = st_unknown(f, event, 1);

	if (!mask || mask->kind != V_CONST)
		return unknown;
	return fx_make(&f->fx, FX_BIN, OP_AND, unknown, fx_const(&f->fx, ir_val_const(mask)));
}

/* flags |= FIELD_PREP(...): what is set stays set, whatever else comes along.  0 when that says nothing. */
static fx_id partly_known(struct flow *f, const struct state *s, ir_val_id id, u32 event)
{
	const struct ir_val *v = &ir_vals(f->u, f->fn)[id];
	fx_id a, b;

	if (v->kind != V_BIN || v->op != OP_OR)
		return 0;
	a = ev_value(f, s, v->a);
	b = ev_value(f, s, v->b);
	if (!a == !b)
		return 0;
	return fx_make(&f->fx, FX_BIN, OP_OR, a ? a : b, masked_unknown(f, a ? v->b : v->a, event));
}

static void event_set(struct flow *f, struct state *s, const struct ir_event *e, u32 event)
{
	fx_id value = ev_value(f, s, e->b), place = ev_place(f, s, e->a);
	/* why a copy: new expressions move the table */
	const struct fx copy = *fx_at(&f->fx, place), *p = &copy;

	if (!place)
		return;
	/* before the variable that it reads is forgotten */
	if (!value)
		value = partly_known(f, s, e->b, event);
	if (is_record(f, e->b) && place != value) {
		watch_set(f, s, event, place, value);
		copy_members(f, s, place, value);
		return;
	}
	if (p->kind == FX_LOCAL)
		st_kill_local(f, s, p->a, 0);
	/* a variable starts a new name, so that what is reached through it can still be named */
	if (!value || fx_at(&f->fx, value)->depth > FX_MAX_DEPTH / 2)
		value = st_unknown(f, event, 0);
	watch_set(f, s, event, place, value);
	st_store(f, s, place, value);
	/* a guard object: whatever becomes of its value, the lock goes with the local */
	if (p->kind == FX_LOCAL && fx_at(&f->fx, value)->kind == FX_RESULT)
		hold_guard(s, fx_at(&f->fx, value)->a, p->a);
	drop_temp(f, s, e->b);
}

/* Operands of inline assembly that are places may be outputs: nobody knows what they hold now. */
void flow_asm(struct flow *f, struct state *s, u32 event)
{
	const struct ir_event *e = ir_events(f->u, f->fn) + event;
	const ir_val_id *a = ir_args(f->u, f->fn, e);

	for (u32 i = 0; i < e->nargs; i++) {
		fx_id place;

		if (!ir_is_place((enum ir_val_kind)ir_vals(f->u, f->fn)[a[i]].kind))
			continue;
		place = ev_place(f, s, a[i]);
		if (place)
			st_store(f, s, place, st_unknown(f, event, 0x4000 + i));
	}
}

bool flow_successor(struct flow *f, struct state *s, const struct ir_block *b, u32 i)
{
	const struct ir_case *cas = f->u->cas + f->fn->case_at + b->case_at;
	struct aval a = AVAL_TOP;
	fx_id c;

	if (b->term == TERM_BRANCH) {
		c = ev_value(f, s, b->cond);
		return st_assume(f, s, c, !i);
	} else if (b->term == TERM_SWITCH && i + 1 < b->succ_nr) {
		a.lo = cas[i].lo;
		a.hi = cas[i].hi;
		return a.lo <= a.hi && st_assume_aval(f, s, ev_value(f, s, b->cond), &a);
	} else if (b->term == TERM_SWITCH) {
		a = ev_aval(f, s, ev_value(f, s, b->cond));
		for (u32 j = 0; j + 1 < b->succ_nr; j++)
			if (a.lo >= cas[j].lo && a.hi <= cas[j].hi)
				return false;
	}
	return true;
}

static void terminator(struct flow *f, const struct ir_block *b, const struct state *s)
{
	const u32 *succ = ir_succs(f->u, f->fn, b);
	struct state t;
	fx_id c;

	if (b->term == TERM_RETURN) {
		c = b->cond ? ev_value(f, s, b->cond) : 0;
		if (f->replay) {
			f->replay->ret(f->replay->ctx, f, s, c);
			return;
		}
		watch_ret(f, s, c);
		eff_add_exit(f, s, c);
		return;
	}
	for (u32 i = 0; i < b->succ_nr; i++) {
		st_copy(&t, s);
		if (!flow_successor(f, &t, b, i))
			continue;
		if (b->term == TERM_BRANCH)
			drop_temp(f, &t, b->cond);
		arrive(f, succ[i], &t);
	}
}

static void run(struct flow *f, const struct ir_block *b, u32 from, const struct state *in)
{
	const struct ir_event *ev = ir_events(f->u, f->fn);
	struct state s, out[FORK_MAX];
	u32 n;

	if (++f->steps > f->max_steps)
		return;
	st_copy(&s, in);
	for (u32 i = from; i < b->ev_nr; i++) {
		u32 event = b->ev_at + i;

		switch (ev[event].kind) {
		case EV_SET:
			event_set(f, &s, &ev[event], event);
			break;
		case EV_LIFE:
			st_kill_local(f, &s, f->base.local + ir_vals(f->u, f->fn)[ev[event].a].a, 0);
			break;
		case EV_CALL:
			n = call_event(f, &s, event, out);
			if (!n)
				return;
			for (u32 k = 1; k < n; k++)
				run(f, b, i + 1, &out[k]);
			st_copy(&s, &out[0]);
			break;
		case EV_ASM:
			flow_asm(f, &s, event);
			break;
		default:
			break;
		}
	}
	terminator(f, b, &s);
}

void flow_blocks(struct flow *f)
{
	u32 nr = f->fn->blk_nr;

	while (f->in.cap < nr) {
		u32 old = f->in.cap;

		f->in.nr = old;
		vec_reserve(&f->in, nr - old);
		memset(f->in.at + old, 0, (f->in.cap - old) * sizeof(f->in.at[0]));
	}
	f->in.nr = nr;
	for (u32 i = 0; i < nr; i++)
		vec_clear(&f->in.at[i].at);
	vec_clear(&f->queued);
	vec_extend(&f->queued, nr);
}

void flow_at_function(struct flow *f, u32 sym)
{
	f->sym = sym;
	f->unit = &f->w->unit.at[f->w->sym.at[sym].unit];
	f->u = f->unit->u;
	f->fn = &f->u->func[f->w->sym.at[sym].func];
}

void flow_enter(struct flow *f, u32 sym)
{
	flow_at_function(f, sym);
	f->base = (struct frame_base){ 0 };
	fx_reset(&f->fx);
	vec_clear(&f->exported);
	flow_find_flags(f);
}

static void reset(struct flow *f, u32 sym)
{
	flow_enter(f, sym);
	vec_clear(&f->pool);
	flow_blocks(f);
	vec_clear(&f->sleep);
	vec_clear(&f->exit);
	vec_clear(&f->call);
	vec_clear(&f->cand_seen);
	vec_clear(&f->site);
	vec_extend(&f->site, f->fn->ev_nr);
	vec_clear(&f->asked);
	f->asks_indirect = false;
	f->steps = 0;
	f->max_steps = FLOW_MAX_STEPS;
	f->reached_return = false;
}

void flow_run(struct flow *f, const struct state *entry)
{
	arrive(f, 0, entry);
	for (u32 b = 0; b < f->fn->blk_nr && f->steps <= f->max_steps;) {
		if (!f->queued.at[b]) {
			b++;
			continue;
		}
		f->queued.at[b] = 0;
		for (u32 i = 0; i < f->in.at[b].at.nr; i++) {
			struct state *have = &f->pool.at[f->in.at[b].at.at[i]], s;

			if (!have->fresh)
				continue;
			have->fresh = 0;
			st_copy(&s, have);
			run(f, &ir_blocks(f->u, f->fn)[b], 0, &s);
		}
		/* a loop may have queued an earlier block */
		for (u32 k = 0; k <= b; k++) {
			if (f->queued.at[k]) {
				b = k;
				break;
			}
		}
	}
}

void flow_begin_rounds(struct flow *f)
{
	f->rounds = true;
}

static int number_order(const void *pa, const void *pb)
{
	u32 a = *(const u32 *)pa, b = *(const u32 *)pb;

	return a < b ? -1 : a > b;
}

const u32 *flow_asked(struct flow *f, u32 *nr)
{
	u32 n = 0;

	if (f->asked.nr)
		qsort(f->asked.at, f->asked.nr, sizeof(u32), number_order);
	for (u32 i = 0; i < f->asked.nr; i++)
		if (!i || f->asked.at[i] != f->asked.at[i - 1])
			f->asked.at[n++] = f->asked.at[i];
	f->asked.nr = *nr = n;
	return f->asked.at;
}

bool flow_asks_indirect(const struct flow *f)
{
	return f->asks_indirect;
}

void flow_function(struct flow *f, u32 sym, bool indirect, struct effects *out, candidates *cand)
{
	struct state entry = { 0 };

	reset(f, sym);
	f->indirect = indirect;
	f->cand = cand;
	flow_run(f, &entry);
	if (f->steps > f->max_steps)
		f->stats->nr_bound_steps++;
	f->stats->nr_functions++;
	f->stats->nr_visits += f->steps;
	eff_finish(f, out);
}
