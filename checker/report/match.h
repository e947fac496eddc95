/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The same finding in two reports: by its fingerprint; in a renamed file by the old name and the fingerprint without
 * the file (or, from a version that did not write that, by check, function and message).
 */
#ifndef REPORT_MATCH_H
#define REPORT_MATCH_H

#include "report/finding.h"
#include "report/renames.h"

/* of_new[i]: the finding of old that is finding i of new, or MAP_NONE; both arrays are owned. */
struct match {
	u32 *of_new, *of_old;
};

/* rn may be NULL. */
void match_make(struct match *m, const struct report *old, const struct report *new, const struct renames *rn);
void match_free(struct match *m);

/* Marks each finding of r as new or known. */
void report_set_baseline(struct report *r, const struct report *old, const struct renames *rn);

#endif
