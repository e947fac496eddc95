/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * flow: property simulation of one function (ESP; Das, Lerner, Seigle, PLDI'02).
 *
 * Input: a function's IR, the rules, and the effects of its callees.  Output: its own effects, and candidates: calls
 * that may sleep while something that it acquired itself makes the context atomic.
 *
 * The property is what is held: locks, and interrupts, bottom halves, preemption off, RCU sections.  States of a
 * block that hold the same are merged, others are kept apart, so a conditional lock and its conditional unlock pair up.
 * With each state goes a store (place -> value) and facts (value -> range and bits); values of a function's few flag
 * variables also keep states apart.  All bounds are explicit and counted in struct flow_stats.
 *
 * Effects are formulas over the function's parameters and globals (fx.h), never a bare yes or no:
 *  - sleeps: under which conditions it may sleep, and what of the caller's it drops first;
 *  - exits: for each kind of return, what is acquired and dropped, and what is then known of the result;
 *  - calls: which parameter is called as a function, and in which context.
 */
#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include <pthread.h>

#include "base/vec.h"
#include "flow/aval.h"
#include "flow/fx.h"
#include "flow/near.h"
#include "flow/target.h"
#include "ir/ir.h"
#include "model/rules.h"

/* ---- effects ---- */

/* "The value of `what` is within `is`": a condition is a conjunction of them. */
struct atom {
	fx_id what;		/* in world.fx */
	struct aval is;
};

#define EFF_MAX_ATOMS	5
#define EFF_MAX_LOCKS	6
#define EFF_MAX_SLEEPS	12
#define EFF_MAX_EXITS	6
#define EFF_MAX_CALLS	6
#define EFF_MAX_SETS	4

#define CLS_FIELD 0x80000000u

/* Something held, as a caller can name it. */
struct eff_lock {
	fx_id path;		/* place of the lock in world.fx; 0 = cannot be named, or a section without a lock */
	u32 cls;		/* CLS_FIELD | program field of the lock, or its symbol + 1; 0 = none */
	u8 kind;		/* enum atomic_kind */
	u8 irq, bh;		/* also disabled with it */
	u8 level;		/* calls between this function and the one that acquires it */
	u32 by_fn, by_event;	/* the call that acquired it; unused where it is dropped */
};

/* What is held at a sleep. */
struct held {
	struct eff_lock lock;	/* path not filled */
	u32 fn, event;		/* call in the function that holds: acquires it, or calls what does */
	u32 name;		/* string id in world.str: "priv->lock", 0 for a section */
};

enum sleep_why { WHY_SLEEP, WHY_ALLOC, WHY_RT_LOCK, WHY_RT_ALLOC };

/*
 * What an operation needs of the context that it runs in.  Each need is forbidden by some ATOMIC bits
 * (world.forbids).  One allocation has several: GFP_KERNEL sleeps, may enter the filesystem, and may start I/O.
 */
enum need { NEED_SLEEP, NEED_FS, NEED_IO, NEED_RT, NEED_NR };
#define NEED_BIT(n) (1u << (n))

struct eff_sleep {
	struct atom cond[EFF_MAX_ATOMS];
	u8 nr_cond;
	u8 nr_dropped;
	u8 why;			/* enum sleep_why of the leaf */
	u8 confidence;		/* enum-like 0 low .. 2 high: of the weakest edge below */
	u8 depth;		/* calls below */
	u8 loose;		/* a condition was given up on: it may never be true */
	u8 assumed;		/* conditions that nobody can be asked about any more */
	u8 need;		/* NEED bits; of an open flag word only NEED_SLEEP yet */
	u8 lifted;		/* NEED bits that a memalloc scope on the way takes away when the flags become known */
	fx_id flags;		/* the flag word while nobody has chosen it, in world.fx; 0 = not known, or chosen */
	struct eff_lock dropped[EFF_MAX_LOCKS];	/* released before the sleep although not acquired here */
	u32 event;		/* in this function: the call that leads there */
	u32 callee, callee_sleep;	/* next function of the chain and the id of its sleep; IR_NONE: event is the leaf */
	u32 id;			/* of this sleep in its function: stays the same when effects are computed anew */
	u32 decide_fn, decide_event;	/* where the last condition on a flag became a constant; fn IR_NONE: open */
	/* what a function below holds itself while it sleeps on a flag that its callers choose; mask 0: nothing */
	u32 under_mask;
	struct held under;
};

/* *arg0.flags = arg3 | 1: what an init function leaves in the object that it was given. */
struct eff_set {
	fx_id place, value;	/* in world.fx */
};

struct eff_exit {
	struct atom cond[EFF_MAX_ATOMS];
	u8 nr_cond;
	u8 nr_add, nr_drop;
	u8 pad;
	struct eff_lock add[EFF_MAX_LOCKS], drop[EFF_MAX_LOCKS];
	struct aval ret;
	fx_id ret_val;		/* the result itself where it can be named, else 0 */
	u8 nr_set;
	struct eff_set set[EFF_MAX_SETS];	/* what it leaves in memory of the caller's */
};

/* A parameter is called as a function. */
struct eff_call {
	u32 param;
	u32 event;
	u32 held;		/* ATOMIC bits that hold at the call, of this function's own making */
	struct held under;	/* one of them */
	u8 nr_dropped;
	struct eff_lock dropped[EFF_MAX_LOCKS];
};

struct effects {
	bool known;		/* computed at least once */
	bool noreturn;
	u8 nr_sleep, nr_exit, nr_call;
	struct eff_sleep *sleep;	/* owned by the world's arena */
	struct eff_exit *exit;		/* nr_exit 0: one exit without any effect */
	struct eff_call *call;
	u64 hash;		/* of the contents: to see whether another round changes it */
};

/* ---- the world: whole-program tables that flow reads ---- */

struct flow_unit {
	const struct ir_unit *u;
	u32 *sym;		/* unit symbol -> program symbol */
	u32 *field;		/* unit field -> program field */
	s64 direct_reclaim;	/* __GFP_DIRECT_RECLAIM of this unit's tree; 0 when unknown */
	s64 gfp_fs, gfp_io;	/* __GFP_FS, __GFP_IO */
	const char *path;	/* main file */
	bool is_model;		/* bodies stand for effects that came from a kernel model: not to be simulated */
};

struct flow_sym {		/* program symbol */
	u32 name;		/* string id in world.str */
	u32 file;		/* string id: of the definition */
	u32 folder;		/* string id: of that file */
	u32 unit, func;		/* IR_NONE when not defined in the program */
	const struct rule *rule;	/* first rule by that name, or NULL */
	u32 flags;		/* IR_SYM_* */
	u32 level;		/* in the order of the direct calls: above all that it calls, but for its own component */
	u32 component;		/* of functions that call each other */
	struct effects eff;
	struct effects before;	/* while effects are computed: those of the round before */
};

struct world {
	struct strtab str;
	pthread_mutex_t str_lock;	/* for those who add to str, or read it, while functions are simulated in threads */
	struct fx_tab fx;	/* exported expressions */
	VEC(struct flow_unit) unit;
	VEC(struct flow_sym) sym;
	struct strtab field;	/* "struct foo.lock" */
	const struct rules *rules;
	struct map named_const;	/* string id of a rule's constant -> index in const_value */
	VEC(s64) const_value;
	struct map number;	/* symbol of a variable that only ever holds one number -> index in number_value */
	VEC(s64) number_value;
	u32 forbids[NEED_NR];	/* ATOMIC bits in which a need is not met: others with --rt */
	bool rt;		/* PREEMPT_RT: sleeping locks and allocations are leaves, too */
	struct targets targets;	/* of indirect calls */
	struct map near;	/* near_key() -> 1: see near.h */
	VEC(u8) field_sleeps;	/* per program field: its callers must expect that it sleeps, says rules/ */
};

/* Its effects came with a kernel model; its body has places to tell of, and no more. */
static inline bool flow_is_modelled(const struct world *w, u32 sym)
{
	const struct flow_sym *g = &w->sym.at[sym];

	return g->func != IR_NONE && w->unit.at[g->unit].is_model;
}

struct candidate {
	u32 fn;			/* program symbol that holds */
	u32 event;		/* its call that leads to the sleep */
	u32 callee, callee_sleep;	/* as in struct eff_sleep */
	u8 why, confidence, nr_held, loose;
	u8 need;		/* enum need: the one that is violated */
	u8 assumed;		/* conditions on the way that are neither known to hold nor excluded */
	struct held held[EFF_MAX_LOCKS];
	u32 decide_fn, decide_event;
	u32 mask;		/* ATOMIC bits */
	u32 not_in;		/* it needs that none of these contexts holds */
};

struct flow_stats {
	u64 nr_functions, nr_visits;
	u64 nr_merged_states;	/* blocks with more states than the bound: merged more coarsely */
	u64 nr_bound_steps;	/* functions given up on at the step bound */
	u64 nr_effects_dropped;	/* effects over EFF_MAX_* */
	u64 nr_ambiguous_exits;	/* ways to return that hold more than another one which nothing tells apart */
	u64 nr_gfp_unjudged;	/* allocations passed over: no flag bits known, or an argument too few */
	u64 nr_gfp_unknown;	/* sleeps that depend on a flag nobody could tell */
	u64 nr_indirect, nr_indirect_unresolved;
};

/* What holds at a call event, over all states that reach it. */
struct call_site {
	u32 may, must;		/* ATOMIC bits of this function's own making */
	bool seen;
	bool free;		/* also reached with nothing held that forbids sleeping */
};

/*
 * One call as the simulation sees it, for those who watch (checks).  A call in a loop, or reached in states that are
 * kept apart, is seen several times.  Valid during the callback only.
 */
struct flow_at {
	struct flow *f;
	const struct state *s;
	u32 fn, event;
	u32 callee;		/* program symbol, IR_NONE: not known, or several */
	const fx_id *arg;
	u32 nr_arg;
	u32 held;		/* ATOMIC bits */
};

/* Who watches: call is needed, the others may be NULL. */
struct flow_watch {
	void (*call)(void *ctx, const struct flow_at *at);
	/* place = value, before it is done; at has no arguments */
	void (*set)(void *ctx, const struct flow_at *at, fx_id place, fx_id value);
	/* return value; at has neither an event nor arguments */
	void (*ret)(void *ctx, const struct flow_at *at, fx_id value);
	void *ctx;
};

struct aval flow_at_value(const struct flow_at *at, u32 arg);
/* What is known of the value of an expression there. */
struct aval flow_at_aval(const struct flow_at *at, fx_id id);
/* What local l (a parameter, too) holds now: as IR it may have been assigned to since. */
fx_id flow_at_local(const struct flow_at *at, u32 l);
/* `id & mask`, to ask what is known of it; 0 when it cannot be named. */
fx_id flow_at_bits(const struct flow_at *at, fx_id id, s64 mask);
/* Nodes of arguments; ids of at->arg and below. */
const struct fx *flow_at_fx(const struct flow_at *at, fx_id id);
/* What a callee calls its parameter path (world.fx), here; 0 when it has no meaning. */
fx_id flow_at_import(const struct flow_at *at, fx_id what);
/* The same in terms of the function's own parameters and globals (world.fx), 0 when it cannot be named so. */
fx_id flow_at_export(const struct flow_at *at, fx_id what);

struct flow;			/* scratch memory for analysing functions */
struct flow *flow_new(struct world *w, struct flow_stats *stats);
void flow_free(struct flow *f);

/*
 * Analyses one function.  Effects go to *out (memory of the world).  Candidates are appended to *cand when it is
 * not NULL.  indirect: whether calls through fields are followed.
 */
typedef VEC(struct candidate) candidates;
void flow_function(struct flow *f, u32 sym, bool indirect, struct effects *out, candidates *cand);
/* What is owned by effects. */
void effects_free(struct effects *e);

/*
 * Rounds, in which effects change: from here on a function sees what those below it (flow_sym.level) and those of its own
 * component have now, of all others what they had in the round before.  So the functions of a level do not depend
 * on each other, and neither does the result on which of them is first.
 */
void flow_begin_rounds(struct flow *f);
/* Of the function analysed last: whose effects it asked for, each once, sorted.  Valid until the next. */
const u32 *flow_asked(struct flow *f, u32 *nr);
/* Would it have asked for more with calls through pointers followed? */
bool flow_asks_indirect(const struct flow *f);
/* Does a function at a see what b has now, or what it had before? */
static inline bool flow_sees_now(const struct world *w, u32 a, u32 b)
{
	const struct flow_sym *x = &w->sym.at[a], *y = &w->sym.at[b];

	return y->level < x->level || y->component == x->component;
}
/* Who is told of each call from now on; NULL: nobody.  Borrowed. */
void flow_watch(struct flow *f, const struct flow_watch *w, u32 nr);
/* Per event of the function analysed last; valid until the next. */
const struct call_site *flow_sites(const struct flow *f);

/*
 * Is this effect possible when the function is entered in context `ctx` (ATOMIC bits) from outside?
 * Conditions on parameters count as unknown, those on the context are decided.
 */
bool flow_sleep_in_context(const struct world *w, const struct eff_sleep *s, u32 ctx);

/* The sleep of that id, or NULL. */
/* How many of its conditions say more than that a pointer is there, or which context it is. */
u32 flow_open_conditions(const struct world *w, const struct eff_sleep *s);

const struct eff_sleep *flow_find_sleep(const struct effects *eff, u32 id);

/* Text of effects, for --dump=effects. */
void flow_print_effects(const struct world *w, u32 sym, struct strbuf *out);
void flow_print_fx(const struct world *w, const struct fx_tab *t, fx_id id, const struct ir_unit *u,
		   const struct ir_func *fn, struct strbuf *out);

#endif
