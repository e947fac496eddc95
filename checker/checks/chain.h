/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A chain of calls from where a context begins to the leaf that must not run in it.
 *
 * at[0] lies in the function that holds something, or that a root enters; each link calls the function of the next
 * one; the last link is the leaf.
 */
#ifndef CHECKS_CHAIN_H
#define CHECKS_CHAIN_H

#include "checks/at.h"

#define MAX_CHAIN 24

struct chain {
	struct link at[MAX_CHAIN];
	u32 nr;
	u32 look;		/* index of the place to look at */
	u32 decide;		/* where the flag was chosen; nr when it is the leaf */
	const struct candidate *cand;	/* one of the two */
	const struct root *root;
	u8 why, need, confidence;	/* enum sleep_why, enum need, enum confidence */
	bool cut;		/* its end is not known any more */
	u32 order;		/* to break ties */
};

typedef VEC(struct chain) chains;

/* chain.c: all chains of the program, graded, in no order. */
void chains_collect(const struct check_ctx *cx, chains *out);

/* Adds the links below: the callee's body, down to the leaf of its sleep of that id. */
void chain_follow(const struct check_ctx *cx, struct chain *c, u32 callee, u32 sleep);

/* Can it happen?  PATH_UNKNOWN: nobody can tell. */
enum path_verdict chain_prove(const struct check_ctx *cx, const struct chain *c);

/* chain_text.c */
/* "while 'x->lock' is held", "in softirq context" */
void chain_where(const struct check_ctx *cx, const struct chain *c, struct strbuf *out);
/* " may sleep" */
void chain_verb(const struct chain *c, struct strbuf *out);
/* A call of the chain, and its leaf, as steps. */
void chain_calls(const struct check_ctx *cx, const struct chain *c);
void chain_steps(const struct check_ctx *cx, const struct chain *c);

#endif
