/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks: what is wrong in a linked program, as findings.
 *
 * A check reads the program and adds to the report; it changes nothing else.  One row in checks.def makes it known
 * to --checks, to the help and to `explain`.
 */
#ifndef CHECKS_CHECK_H
#define CHECKS_CHECK_H

#include "link/link.h"
#include "report/finding.h"

struct check_ctx {
	const struct program *p;
	struct report *out;
	const u8 *selected;	/* per unit: findings in it are wanted */
	bool (*wanted)(const struct check_ctx *cx, const char *id);
	const char *const *ids;	/* --checks; none: all */
	u32 nr_ids;
};

/* True for an id of checks.def. */
bool check_known(const char *id);
/* Ids, for messages: "a, b, c". */
void check_list(struct strbuf *out);
void checks_run(struct check_ctx *cx);

#define CHECK(id, fn) void fn(const struct check_ctx *cx);
#include "checks/checks.def"
#undef CHECK

#endif
