/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of path/: prove.c asks, replay.c runs, frame.c keeps the names of functions apart. */
#ifndef PATH_PATH_INT_H
#define PATH_PATH_INT_H

#include "base/map.h"
#include "flow/call.h"
#include "path/path.h"

/* One function that runs, inside the one before. */
struct frame {
	u32 sym;
	u32 link;		/* which one of the chain; IR_NONE: a helper beside it */
	u32 helpers;		/* how many frames since the last link */
	u32 through;		/* was given the function of this link, and calls it, or passes it on; IR_NONE: no */
	struct frame_base base;
	VEC(struct path_exit) exit;
};

struct path_exit {
	struct state s;
	fx_id value;		/* returned; 0: not known */
};

/* A function of the file stores something in that member. */
struct storing {
	u32 file, field, fn;
};

/* What a file stores in a member. */
struct member_seen {
	u32 outer, field;	/* outer: only as a part of that member; IR_NONE: anywhere */
	bool any;
	struct aval value;
};

struct prover {
	struct program *p;
	struct flow *f;
	struct flow_stats flow_stats;
	struct path_stats stats;
	struct flow_replay hooks;

	u32 *by_callee, *first_caller;	/* edges by the function that is called; made when first asked for */

	/* member.c */
	struct map member_of;		/* folder and program field -> index in member */
	VEC(struct aval) member;
	VEC(struct storing) storing;	/* sorted */
	struct map looked_at;		/* file, outer and field -> index in seen */
	VEC(struct member_seen) seen;
	struct flow *look;		/* to run functions that store */
	struct flow_watch watch;
	struct member_seen *asking;	/* of whom those that it meets are noted */
	bool members_known;

	struct map written;		/* function and parameter -> does it write to what that points to?  (writes.c) */

	/* the chain at hand */
	const struct path_chain *chain;
	struct frame frame[PATH_MAX_DEPTH];
	u32 nr_frame;
	struct map base_of;		/* call site and callee -> index in base */
	VEC(struct frame_base) base;
	struct frame_base next;		/* numbers that are free */
	bool found, cut;		/* cut: something was left out that might have got there */
	bool asked;			/* something is known of what the driver stores that could decide a branch */
	bool trusting;			/* use it */
	bool on_params;			/* the state that got there has assumed something of the first function's parameters */
};

/* frame.c */
/* Names for the callee's own things when it is called there: the same ones each time. */
struct frame_base frame_names(struct prover *p, u32 event, u32 callee);
/* The state in which the callee begins. */
void frame_entry(struct prover *p, const struct state *in, const struct call *c, const struct ir_func *callee,
		 struct frame_base base, struct state *out);
/* The caller's state after it: what only the callee could name is gone. */
void frame_leave(struct prover *p, struct state *s, struct frame_base base, fx_id value);

/* member.c */
/*
 * What the file that called the code which tests that member stores in it, or where that stores nothing its folder, or
 * those of the chain's first function.
 */
bool member_value(struct prover *p, u32 outer, u32 field, struct aval *out);
void member_free(struct prover *p);

/* writes.c */
/* Does the callee surely leave alone what that argument points to? */
bool callee_keeps(struct prover *p, u32 callee, u32 arg);

/* replay.c */
void replay_hooks(struct prover *p);
/* Runs the chain from its first function. */
void replay_run(struct prover *p);

#endif
