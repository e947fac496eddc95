/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * States of the simulation.  Internal to flow/, to mem/, which runs functions with the same store and facts, and to path/,
 * which runs the functions of a chain inside each other.
 *
 * A state is a value: small arrays that are copied when a state forks.  Entries are kept in the order in which they
 * came; lookups are linear, because the arrays are short (bounded below, the oldest entry goes first).
 */
#ifndef FLOW_STATE_H
#define FLOW_STATE_H

#include <stddef.h>
#include <string.h>

#include "flow/flow.h"

#define ST_MAX_HOLD	8
#define ST_MAX_DROP	6
#define ST_MAX_STORE	40
#define ST_MAX_FACT	40
#define FLOW_MAX_LEVEL	3	/* what is still held so many returns later is rather a path that does not exist */
#define FLOW_MAX_STATES	16	/* per block, before flag variables stop keeping states apart */
#define FLOW_FINE_STATES 4	/* per block, that differ only in what is known of entry values */
#define FLOW_FINE_BLOCKS 24	/* of functions that are worth it */
#define FLOW_RECENT_FACTS 4	/* what a replay keeps apart when states get many */
#define FLOW_MAX_STEPS	6000	/* block visits per function */

struct hold {
	fx_id path;		/* place, in the function's table; 0 = none */
	u32 cls;
	u32 event;		/* acquired by, in this function */
	u32 by_fn, by_event;	/* and in the callee that really does, or the same */
	u8 kind, irq, bh, count;
	u8 level;		/* as in struct eff_lock */
	u32 guard;		/* local + 1 that holds its guard object; 0: none */
	u8 asserted;		/* the caller's: not acquired here, and still held on return */
	u8 by_flag;		/* a callee acquired it or did not: a flag that nobody here knows tells which */
};

struct drop {			/* released although it was not acquired here */
	fx_id path;
	u32 cls;
	u8 kind, irq, bh;
	u8 forced;		/* interrupts come back however often they were disabled: local_irq_enable(), not _restore() */
};

struct state {
	u8 nr_hold, nr_drop, nr_store, nr_fact;
	u8 loose;
	u8 fresh;		/* not run yet since it came to its block, or changed */
	u8 pad[2];
	struct hold hold[ST_MAX_HOLD];
	struct drop drop[ST_MAX_DROP];
	fx_id store_key[ST_MAX_STORE], store_val[ST_MAX_STORE];
	fx_id fact_key[ST_MAX_FACT];
	struct aval fact[ST_MAX_FACT];
};

/* Only what is used: the arrays are mostly empty, and copies are what a fork costs. */
static inline void st_copy(struct state *to, const struct state *from)
{
	memcpy(to, from, offsetof(struct state, hold));
	memcpy(to->hold, from->hold, from->nr_hold * sizeof(to->hold[0]));
	memcpy(to->drop, from->drop, from->nr_drop * sizeof(to->drop[0]));
	memcpy(to->store_key, from->store_key, from->nr_store * sizeof(to->store_key[0]));
	memcpy(to->store_val, from->store_val, from->nr_store * sizeof(to->store_val[0]));
	memcpy(to->fact_key, from->fact_key, from->nr_fact * sizeof(to->fact_key[0]));
	memcpy(to->fact, from->fact, from->nr_fact * sizeof(to->fact[0]));
}

struct block_states {
	VEC(u32) at;		/* indexes in flow.pool */
};

/*
 * Where a function's own numbers begin in expressions.  All 0, but when path/ runs a function inside its caller: then the
 * locals, events and blocks of both must not have the same names.
 */
struct frame_base {
	u32 local, event, block;
};

struct call;

/* Who replays a chain (path/); all are needed. */
struct flow_replay {
	/* A call of sym (IR_NONE: not known which).  True when it ran the body itself: *n states are in out. */
	bool (*call)(void *ctx, struct flow *f, const struct state *in, struct call *c, u32 sym, struct state *out, u32 *n);
	/* It may sleep at c: a rule says so (callee IR_NONE), or the effects of a callee that was not run. */
	void (*sleep)(void *ctx, struct flow *f, const struct state *s, const struct call *c, const struct eff_sleep *e,
		      u32 callee);
	void (*ret)(void *ctx, struct flow *f, const struct state *s, fx_id value);
	/* Does the callee surely leave alone what that argument points to? */
	bool (*keeps)(void *ctx, u32 callee, u32 arg);
	/* Is more known of what that member holds?  outer: the member that it is part of, or IR_NONE. */
	bool (*member)(void *ctx, u32 outer, u32 field, struct aval *out);
	u32 context;		/* ATOMIC bits that hold before the first function is entered */
	u32 max_steps;
	void *ctx;
};

struct flow {
	struct world *w;
	struct flow_stats *stats;
	struct fx_tab fx;
	bool indirect;
	bool rounds;			/* effects are being computed: see flow_begin_rounds() */
	bool asks_indirect;
	VEC(u32) asked;
	VEC(fx_id) exported;		/* id in fx -> id in the world's table, 0: not known */

	/* the function at hand */
	u32 sym;
	const struct flow_unit *unit;
	const struct ir_unit *u;
	const struct ir_func *fn;
	VEC(struct state) pool;
	VEC(struct block_states) in;	/* states at the entry of each block */
	VEC(u8) flag_local;		/* locals whose constants keep states apart */
	VEC(u32) work;
	VEC(u8) queued;
	struct frame_base base;
	const struct flow_replay *replay;	/* NULL: effects are computed */
	u32 steps, max_steps;
	bool reached_return;

	VEC(struct eff_sleep) sleep;
	VEC(struct eff_exit) exit;
	VEC(struct eff_call) call;
	candidates *cand;
	VEC(u64) cand_seen;
	VEC(struct call_site) site;
	VEC(u8) taken;			/* scratch of eff_finish() */
	const struct flow_watch *watch;
	u32 nr_watch;
};

/* state.c */
fx_id st_load(const struct flow *f, const struct state *s, fx_id place);	/* 0 when nothing was stored */
void st_store(struct flow *f, struct state *s, fx_id place, fx_id value);
struct aval st_fact(const struct flow *f, const struct state *s, fx_id v);
/* Adds knowledge; false when it contradicts what is known. */
bool st_assume_aval(struct flow *f, struct state *s, fx_id v, const struct aval *a) __attribute__((warn_unused_result));
bool st_assume(struct flow *f, struct state *s, fx_id cond, bool truth) __attribute__((warn_unused_result));
void st_forget_event(struct flow *f, struct state *s, u32 event);
void st_kill_local(struct flow *f, struct state *s, u32 local, fx_id value);	/* local: FX_LOCAL's own number */
/* Without entry i of the store, of the facts. */
void st_drop_store(struct state *s, u32 i);
void st_drop_fact(struct state *s, u32 i);
/* Nothing is known any more of what is stored in that place, or in a part of it. */
void st_kill_under(struct flow *f, struct state *s, fx_id place);
/* ATOMIC bits. */
u32 hold_mask(const struct hold *h);
u32 st_held_mask(const struct state *s);
bool st_same_holds(const struct state *a, const struct state *b);
/*
 * Do they contradict each other in something that callers can name?  0, or the more the later a learnt it, at most
 * ST_MAX_FACT: of many states that must be merged, those that disagree about what is long past lose least.
 */
u32 st_told_apart(const struct flow *f, const struct state *a, const struct state *b);
bool st_same_flags(const struct flow *f, const struct state *a, const struct state *b);
/* a := a join b.  True when a changed. */
bool st_merge(struct flow *f, struct state *a, const struct state *b, u32 block);

/* The names that locals and calls of the function at hand have in expressions. */
static inline fx_id st_local(struct flow *f, u32 local)
{
	return fx_make(&f->fx, FX_LOCAL, 0, f->base.local + local, 0);
}
static inline fx_id st_result(struct flow *f, u32 event)
{
	return fx_make(&f->fx, FX_RESULT, 0, f->base.event + event, 0);
}
static inline fx_id st_unknown(struct flow *f, u32 event, u32 nr)
{
	return fx_make(&f->fx, FX_UNKNOWN, 0, f->base.event + event, nr);
}

/* engine.c */
void flow_at_function(struct flow *f, u32 sym);	/* makes sym the function at hand, and no more */
/* Runs the function at hand from that state until nothing changes. */
void flow_run(struct flow *f, const struct state *entry);
/* Its flag variables (flow.flag_local). */
void flow_find_flags(struct flow *f);
/* Makes room for the states of its blocks: none yet. */
void flow_blocks(struct flow *f);
/* Makes sym the function at hand: its unit, an empty table of expressions, its flag variables. */
void flow_enter(struct flow *f, u32 sym);
void flow_asm(struct flow *f, struct state *s, u32 event);
/* Assumes that successor i of block b is taken; false when it cannot be. */
bool flow_successor(struct flow *f, struct state *s, const struct ir_block *b, u32 i) __attribute__((warn_unused_result));

/* eval.c */
fx_id ev_place(struct flow *f, const struct state *s, ir_val_id v);
fx_id ev_value(struct flow *f, const struct state *s, ir_val_id v);
/*
 * What a callee says of its parameters, here: `what` of world.fx with the arguments put in, each place read through the
 * caller's store.  0 when it has no meaning here.  ev_import_place() stops at the place itself.
 */
fx_id ev_import(struct flow *f, const struct state *s, fx_id what, const fx_id *param, u32 nr);
fx_id ev_import_place(struct flow *f, const struct state *s, fx_id what, const fx_id *param, u32 nr);
struct aval ev_aval(struct flow *f, const struct state *s, fx_id v);

/* lock.c */
/* The local becomes the guard of what was acquired by that event; and which event that was, or IR_NONE. */
void hold_guard(struct state *s, u32 event, u32 local);
u32 hold_of_guard(const struct state *s, u32 local);
bool hold_add(struct flow *f, struct state *s, struct hold h);
/* Is that very lock held, or a section of that kind (path 0)? */
bool hold_has(const struct state *s, u8 kind, fx_id path);
/* Releases what matches best; what is not held is noted as dropped. */
void hold_release(struct flow *f, struct state *s, struct drop d, u32 guard_event);
u32 lock_class(const struct flow *f, fx_id place);
/* The state after the callee has dropped these: what of the holds survives, what else is dropped of the caller's. */
void hold_minus(struct flow *f, struct state *s, const struct eff_lock *dropped, u32 nr, const fx_id *param,
		u32 nparam);

/* watch.c: one call, one store, one return, in one state. */
void watch_call(struct flow *f, const struct state *s, u32 event, u32 callee, const fx_id *arg, u32 nr_arg);
void watch_set(struct flow *f, const struct state *s, u32 event, fx_id place, fx_id value);
void watch_ret(struct flow *f, const struct state *s, fx_id value);

/* call.c: runs one call event; out receives the resulting states (at most FORK_MAX). */
#define FORK_MAX 6
u32 call_event(struct flow *f, const struct state *in, u32 event, struct state *out);

/* effect.c */
/* The effects of a function, as the one at hand sees them. */
const struct effects *eff_of(struct flow *f, u32 sym);
/* Does it say more than that a pointer is there, or which context it is? */
bool flow_is_open(const struct world *w, const struct atom *a);
void eff_add_sleep(struct flow *f, const struct state *s, struct eff_sleep e);
void eff_add_exit(struct flow *f, const struct state *s, fx_id ret);
void eff_finish(struct flow *f, struct effects *out);
/* An expression of the function as its callers see it (world.fx), 0 when it has no meaning there.  Remembered. */
fx_id eff_export(struct flow *f, fx_id id);
/* The state's exportable facts as a condition. */
u8 eff_condition(struct flow *f, const struct state *s, struct atom *cond);
/* Can the two conditions never hold together? */
bool eff_contradict(const struct atom *a, u8 na, const struct atom *b, u8 nb);

#endif
