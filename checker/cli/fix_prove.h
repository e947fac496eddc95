/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Repairs that are proved: candidates (fix/) against the analysis of the whole linked program with the changed text.
 */
#ifndef CLI_FIX_PROVE_H
#define CLI_FIX_PROVE_H

#include "cli/pipeline.h"
#include "fix/judge.h"

enum repair_state { REPAIR_PENDING, REPAIR_DONE, REPAIR_NONE };

/* Of one finding of `before`. */
struct repair {
	u32 finding;
	u8 state;		/* enum repair_state */
	bool alone;		/* together with others nobody could tell who was to blame */
	attempts list;
	u32 next;		/* in list */
	u32 nr_extended;
	changes edits;		/* of list.at[next], once they were made */
	bool have_edits;
	struct strbuf why;	/* what was tried, and why it was none */
};

typedef VEC(struct repair) repairs;

struct prover {
	struct scan_request rq;		/* as for `before` */
	const struct report *before;	/* of the whole linked program */
	const struct fix_ctx *cx;	/* what attempts were chosen with */
	struct fix_files *src;
	struct spatch *sp;
	u32 nr_runs;
};

/*
 * Settles every repair: DONE with edits, or NONE with why.  Runs the pipeline once for all that can be tried together,
 * and again for what is left.
 */
int fix_prove(struct prover *p, repairs *all, struct err *err) __must_check;
/*
 * Of each repaired finding the candidates of other kinds, proved in the same way: in *others, with their own states.
 * One that has to be extended again and again is none.
 */
int fix_prove_others(struct prover *p, const repairs *all, repairs *others, struct err *err) __must_check;
/* The analysis once more with all accepted edits at the same time; 1: *why, they do not go together. */
int fix_prove_together(struct prover *p, repairs *all, struct strbuf *why, struct err *err) __must_check;
void repairs_free(repairs *all);

#endif
