/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * path: can a chain of calls happen as it was told?
 *
 * The effects of a function are joined over its ways to return, bounded, and separate from those of its caller.  What
 * a chain of effects says is therefore sometimes no path: a constant that is passed down three calls excludes the
 * branch, or a helper releases under the same test under which its twin has acquired.  The prover runs the functions
 * of the chain again, each inside its caller: with its values, its facts and what it holds, and so also the small
 * functions and the lock helpers that they call.  When no state gets to the leaf with anything held that forbids it,
 * the chain is refuted.
 *
 * Input: the solved program and a chain.  Output: a verdict; the program is not changed.
 * Cost: bounded by PATH_MAX_STEPS block visits; what the bound cuts off is not refuted.
 */
#ifndef PATH_PATH_H
#define PATH_PATH_H

#include "link/link.h"

#define PATH_MAX_STEPS	12000
#define PATH_MAX_DEPTH	24	/* functions inside each other */
#define PATH_MAX_CALLERS 6	/* of the first function, that are asked when its parameters decide */
#define PATH_MAX_UP	2	/* levels of them */

struct path_link {		/* a call: program symbol, and event in it */
	u32 fn, event;
};

struct path_chain {		/* each link calls the function of the next one; the last is the leaf */
	const struct path_link *at;
	u32 nr;
	enum need need;
	u32 context;		/* ATOMIC bits in which the first function is entered; 0: what it holds itself */
};

enum path_verdict {
	PATH_UNKNOWN,		/* a bound was reached */
	PATH_FOUND,
	PATH_UNLIKELY,		/* it needs a value that the driver never stores in the member that is tested */
	PATH_REFUTED,
};

struct path_stats {
	u64 nr_found, nr_unlikely, nr_refuted, nr_unknown, nr_steps;
};

struct prover;
struct prover *prover_new(struct program *p);		/* borrows the program; its tables of expressions grow */
void prover_free(struct prover *p);
enum path_verdict path_prove(struct prover *p, const struct path_chain *c);
const struct path_stats *path_stats(const struct prover *p);

#endif
