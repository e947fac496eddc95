/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * scan --with-sparse: sparse on the selected TUs, and what it knows and we do not as findings of the sparse-* checks.
 *
 * sparse_run() starts the program and collects; sparse_read() makes findings of its text, which is untrusted.
 */
#ifndef CLI_SPARSE_H
#define CLI_SPARSE_H

#include "report/finding.h"

struct run;

/* The program, owned by the caller; NULL: err says how to get it. */
char *sparse_find(struct err *err);
/* True for the id of a check whose findings are sparse's. */
bool sparse_is_check(const char *id);
/* After the checks: adds to r->out.  A TU that sparse fails on is in part analysed, with the reason. */
int sparse_run(struct run *r, struct err *err) __must_check;

/* What the reading of one TU's output needs, and what comes of it. */
struct sparse_reader {
	struct report *out;
	const char *dir;	/* that sparse ran in: relative names are below it */
	const char *tree;	/* no finding in a file outside of it */
	const char *const *checks; u32 nr_checks;	/* wanted; none: all */
	enum confidence min_confidence;
	u32 nr_own;		/* findings of out that are ours: they win over sparse's */
	u64 nr_ignored;		/* lines that are no message, or one about a file outside of the tree */
	char *first_error;	/* "file:line:col: error: ..." or NULL; the caller frees it */
};
void sparse_read(struct sparse_reader *rd, const char *text);

#endif
