/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The status line, with ninja's manners.
 *
 * On a terminal (isatty and TERM is not "dumb") one line is rewritten at most ten times a second and erased
 * at the end: "[123/456 12.3/s] drivers/net/foo.c".  Elsewhere a plain line about every ten seconds:
 * "gfpcheck: 1200 of 22061 TUs (5 %), 45/s".  It only ever writes to stderr.  Every function takes NULL for
 * "never".  Before anything else is printed on stderr while a phase runs, call progress_clear().
 */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include "base/strbuf.h"

struct progress {
	int fd;
	bool smart;		/* rewrite one line */
	bool shown;		/* something stands on that line now */
	u32 columns;
	const char *unit;	/* borrowed: "TUs" */
	u64 total, done;
	double begin, last;	/* seconds, monotonic; last: when something was written */
};

/* smart mode is found out from fd and TERM. */
void progress_init(struct progress *p, int fd);
/* A new phase of total steps; unit is borrowed ("TUs", "functions"). */
void progress_begin(struct progress *p, const char *unit, u64 total);
/* One more step is done; what (may be NULL) is shown behind the numbers, its control characters escaped. */
void progress_step(struct progress *p, const char *what);
/* Erases the line; the next step draws it again. */
void progress_clear(struct progress *p);
void progress_end(struct progress *p);

/* Exposed for the tests: the line for that moment.  now: seconds since the phase began. */
void progress_format(const struct progress *p, double now, const char *what, struct strbuf *out);

#endif
