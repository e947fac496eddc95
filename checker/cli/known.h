/* SPDX-License-Identifier: GPL-2.0-only */
/* What a command is told about findings before it begins: --baseline and --suppressions; and what it does with that. */
#ifndef CLI_KNOWN_H
#define CLI_KNOWN_H

#include "cli/options.h"
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
/* For stderr: as of which day the suppressions were judged; nothing when none has a date. */
void known_tell(const struct known *k, struct strbuf *out);
void known_free(struct known *k);

#endif
