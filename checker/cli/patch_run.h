/* SPDX-License-Identifier: GPL-2.0-only */
/* gfpcheck patch, its parts: what the change is (change.h), the two runs, and what is said about them. */
#ifndef CLI_PATCH_RUN_H
#define CLI_PATCH_RUN_H

#include "cli/change.h"
#include "cli/known.h"
#include "cli/near.h"
#include "cli/options.h"
#include "cli/pipeline.h"
#include "report/match.h"

struct patch_run {
	const struct options *o;
	struct change change;
	struct compdb db;
	char *tree;
	struct scan_request rq;		/* what both runs share */
	struct path_list path;		/* TUs that the change is in, or that read a header that it is in */
	struct near near;
	u32 nr_left;			/* readers of a header that were too many */
	struct report before, after;
	struct renames renames;
	struct match match;
	struct known known;		/* what is suppressed */
	u32 nr_introduced, nr_suppressed, nr_fixed, nr_known;
};

/* db, tree and change are set; fills before, after and the rest.  0: ran. */
int patch_analyse(struct patch_run *p, struct err *err) __must_check;
/* Nothing of the change is compiled: no run was made. */
static inline bool patch_is_empty(const struct patch_run *p)
{
	return !p->path.nr;
}
void patch_run_free(struct patch_run *p);

/* patch_out.c: findings to stdout or -o FILE, the summary to stderr. */
int patch_tell(struct patch_run *p, int status, struct err *err) __must_check;
/* Modes whose stdout is read line by line, and where every line on stderr is a failure. */
bool patch_is_for_b4(const struct options *o);

#endif
