/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between the files that run one call event: call.c (which callee), call_rules.c (what rules/ says of it),
 * call_effects.c (what its own body does), sleep.c (what may sleep there).  Internal to flow/.
 */
#ifndef FLOW_CALL_H
#define FLOW_CALL_H

#include "flow/state.h"

struct call {
	const struct ir_event *e;
	u32 event;
	fx_id arg[64];
	u32 nr_arg;
	u8 open;		/* conditions of the callee's that were assumed for the sleep at hand */
	bool escaped;		/* call_args_escape() was done, before what the callee stores */
};

/* call.c */
/* Locals whose address goes into the call have any value afterwards. */
void call_args_escape(struct flow *f, struct state *s, const struct call *c);
fx_id call_result(struct flow *f, const struct call *c);

/* What the value tells of the variable and the member that it was read from, else how it is written. */
const struct target_set *targets_of_value(const struct flow *f, fx_id value, ir_val_id written);

/* call_rules.c: out receives the resulting states. */
u32 call_by_rules(struct flow *f, const struct state *in, struct call *c, u32 sym, struct state *out);
bool rule_hides_body(const struct rule *r);

/* call_effects.c */
/* A body's effects; edge: how sure it is that this callee is called, 0 .. 2. */
void callee_sleeps(struct flow *f, const struct state *in, struct call *c, u32 callee,
		   const struct effects *eff, u8 edge);
/* The callee calls one of its parameters: here it is known what that is. */
void callee_calls(struct flow *f, const struct state *in, struct call *c, const struct effects *eff);
u32 callee_exits(struct flow *f, const struct state *in, const struct call *c, const struct effects *eff,
		 struct state *out);

/* call_release.c */
/* feasible: bits of the exits that this state can take.  Is the one taken only where what the state holds is not held? */
bool exit_is_excluded(struct flow *f, const struct state *s, const struct call *c, const struct effects *eff, u32 exit,
		      u32 feasible);
/* Does it acquire something, on a way that only what the callee asks tells from one on which it does not? */
bool exit_is_by_flag(const struct effects *eff, u32 exit, u32 feasible);
/* Adds to what e drops first what the callee would have released, had it been held. */
void sleep_without(const struct effects *eff, u32 feasible, struct eff_sleep *e);

/* sleep.c */
/*
 * The state may sleep at c by e (callee IR_NONE: by a rule): a candidate where something held forbids it, else an
 * effect of this function.  context_open: it needs a context that nothing here establishes.
 */
void may_sleep(struct flow *f, const struct state *s, const struct call *c, struct eff_sleep *e, u32 callee,
	       u32 callee_sleep, bool context_open);
struct held held_of(struct flow *f, const struct hold *h);
/* What an allocation with these flags asks of its context: NEED bits, as far as the bits are known to be set. */
u8 need_of_flags(struct flow *f, const struct state *s, fx_id flags);

#endif
