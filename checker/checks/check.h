/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks: what is wrong in a linked program, as findings.
 *
 * A check reads the program and adds to the report; it changes nothing else.  A row in checks.def makes it known to
 * --checks, to the help and to `explain`.  There are these kinds:
 *
 *  CHECK(id, fn)	fn(cx) runs once, after the link.
 *  WATCH(id, name)	name_begin(cx) runs before the last round of the simulation, name_call() for each call in it
 *			(struct flow_at), callees before their callers; name_report() after the link: it adds the
 *			findings and frees what name_begin() gave.
 *  WATCH_ALL(id, name)	name_set() and name_ret(), too: for each store and each return.
 *  OTHER(id)		findings of another program, which the caller adds (cli/sparse.c).
 *
 * Several rows may have one id, and several ids one function, which then asks cx->wanted() for each.
 */
#ifndef CHECKS_CHECK_H
#define CHECKS_CHECK_H

#include "link/link.h"
#include "path/path.h"
#include "report/finding.h"

#define CHECKS_MAX_WATCH 8

struct mem;

struct check_ctx {
	const struct program *p;
	struct prover *prover;	/* for checks_run(): of p */
	enum confidence min_confidence;	/* findings below it are dropped in the end */
	struct report *out;
	const u8 *selected;	/* per unit: findings in it are wanted */
	bool (*wanted)(const struct check_ctx *cx, const char *id);
	const char *const *ids;	/* --checks; none: all */
	u32 nr_ids;
	struct memory_run *memory;	/* of memory_begin(), or NULL: check_memory() does it all */
	struct mem *memory_out;	/* where what was computed goes, the caller frees it; NULL: nowhere.  p NULL: it was not */
	struct flow_watch watch[CHECKS_MAX_WATCH];	/* made by checks_begin(): give them to link_watch() */
	u32 nr_watch;
};

/* True for an id of checks.def. */
bool check_known(const char *id);
/* Ids, for messages: "a, b, c". */
void check_list(struct strbuf *out);
/* p, out, selected and ids are set.  Between link_resolve() and link_watch(). */
void checks_begin(struct check_ctx *cx);
/*
 * Between link_solve() and checks_run(), for those with a processor to spare: the memory effects are computed beside
 * what the caller does: link_watch(), a link database, the other checks.  None of them changes what memory effects read.
 */
void memory_begin(struct check_ctx *cx);
void checks_run(struct check_ctx *cx);

#define CHECK(id, fn) void fn(const struct check_ctx *cx);
#define WATCH(id, name)							\
	void *name##_begin(const struct check_ctx *cx);			\
	void name##_call(void *ctx, const struct flow_at *at);		\
	void name##_report(const struct check_ctx *cx, void *ctx);
#define WATCH_ALL(id, name)						\
	WATCH(id, name)							\
	void name##_set(void *ctx, const struct flow_at *at, fx_id place, fx_id value);	\
	void name##_ret(void *ctx, const struct flow_at *at, fx_id value);
#define OTHER(id)
#include "checks/checks.def"
#undef CHECK
#undef WATCH
#undef WATCH_ALL
#undef OTHER

#endif
