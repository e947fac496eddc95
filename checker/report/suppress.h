/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Findings that somebody has looked at and lives with: a file of suppressions, and annotations in the source.  Each has
 * a reason.  A suppressed finding stays in the report, marked; what suppresses nothing is a note of its own, of the
 * check "suppression".  doc/checks/suppression.md has both forms.
 */
#ifndef REPORT_SUPPRESS_H
#define REPORT_SUPPRESS_H

#include "report/finding.h"
#include "report/source.h"

struct suppression {
	u32 line, col;
	char *check, *file, *function;	/* glob patterns */
	char *message;			/* glob pattern, or NULL */
	char *reason;
	u64 id;				/* of one finding; 0: any */
	u32 until;			/* yyyymmdd, the last day; 0: for ever */
	bool used;
};

struct suppressions {
	char *path;
	u32 today;			/* yyyymmdd */
	VEC(struct suppression) at;
};

/* yyyymmdd in UTC: of SOURCE_DATE_EPOCH where it is set, else of now. */
int suppress_today(u32 *out, struct err *err) __must_check;

/* is_check: whether there is a check of that name.  err: "file:line:col: ...". */
int suppressions_read(struct suppressions *s, const char *path, u32 today, bool (*is_check)(const char *id),
		      struct err *err) __must_check;
int suppressions_parse(struct suppressions *s, const char *path, const char *text, size_t len, u32 today,
		       bool (*is_check)(const char *id), struct err *err) __must_check;
void suppressions_free(struct suppressions *s);
bool suppressions_have_date(const struct suppressions *s);

/* What of the program the run looked at: only then can a suppression be called unused. */
struct suppress_scope {
	bool only_mark;			/* less than what a scan looks at: nothing is said of suppressions themselves */
	bool everything;		/* the whole database, with all checks */
	const char *const *file;	/* else these, sorted */
	u32 nr_files;
	bool (*check_ran)(const void *ctx, const char *check);
	const void *ctx;
	bool (*is_check)(const char *id);
};

/*
 * Both work on a report after report_finish() and report_reopen(): they mark findings and add notes; a second
 * report_finish() sorts these in.
 */
void suppress_by_file(struct report *r, struct suppressions *s, const struct suppress_scope *scope);
void suppress_by_source(struct report *r, struct sources *src, const struct suppress_scope *scope);

#endif
