/* SPDX-License-Identifier: GPL-2.0-only */
/* What becomes of repairs: diffs, mails, files. */
#ifndef CLI_FIX_OUT_H
#define CLI_FIX_OUT_H

#include "cli/fix_prove.h"
#include "cli/options.h"

/* --dry-run: what would be tried, nothing run. */
int fix_out_plan(const struct options *o, const struct report *before, const repairs *all, struct err *err) __must_check;
/* Does it show a report, in which alternatives have a place? */
bool fix_out_shows(const struct options *o);
/* The report with its diffs; or --format-patch, --in-place, --interactive. */
int fix_out(const struct options *o, struct prover *p, struct report *before, repairs *all, const repairs *others,
	    struct err *err) __must_check;

#endif
