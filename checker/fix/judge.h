/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Before against after: did an edit of the text take a finding away, and bring none?
 */
#ifndef FIX_JUDGE_H
#define FIX_JUDGE_H

#include "fix/fix.h"

enum verdict {
	VERDICT_FIXED,
	VERDICT_STAYS,		/* the finding is still there */
	VERDICT_BREAKS,		/* the file has compiler errors that it had not, or was not analysed */
	VERDICT_NEW,		/* a new finding in what was changed */
	VERDICT_UNSURE,		/* a new finding that another edit of the same run may have brought */
};

/* One edit among those that were analysed together. */
struct trial {
	u32 finding;		/* in before */
	const struct attempt *a;
	const changes *all;	/* of all attempts together */
	enum verdict verdict;
	struct strbuf why;	/* with any but FIXED */
	u32 brings;		/* with NEW and STAYS: in after */
};

/* Sets verdict and why of each. */
void judge(const struct report *before, const struct report *after, struct trial *t, u32 nr);

#endif
