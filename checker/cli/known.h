/* SPDX-License-Identifier: GPL-2.0-only */
/* What a command is told about findings before it begins: --baseline and --suppressions; and what it does with that. */
#ifndef CLI_KNOWN_H
#define CLI_KNOWN_H

#include "cli/options.h"
#include "front/front.h"
#include "report/match.h"
#include "report/suppress.h"

struct known {
	const struct options *o;
	struct report baseline;
	struct renames renames;
	struct suppressions suppressions;
	u32 today;
};

/* Reads both, before hours of work.  known_free() in any case. */
int known_begin(struct known *k, const struct options *o, struct err *err) __must_check;
/* Finishes r: marks what is suppressed or of the baseline, leaves out what is less sure than min. */
void known_finish(struct known *k, struct report *r, enum confidence min);
/*
 * Marks what is suppressed in r, which is finished, and no more: for runs that look at less than a scan does.  text:
 * files that are not as on disk.  How many findings are left.
 */
u32 known_mark(struct known *k, struct report *r, const struct front_overlay *text, u32 nr);
/* For stderr: as of which day the suppressions were judged; nothing when none has a date. */
void known_tell(const struct known *k, struct strbuf *out);
void known_free(struct known *k);

#endif
