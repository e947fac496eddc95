/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a change in a few files can reach: the TUs around them in the last link, nearest first.
 *
 * A link of a whole kernel takes a minute; a patch has seconds.  Callers matter for what is held, callees for what they
 * do, and both for how far.
 */
#ifndef CLI_CONE_H
#define CLI_CONE_H

#include "cli/pipeline.h"
#include "link/link_db.h"

struct cone {
	struct path_list path;	/* absolute, sorted */
	u32 nr_left;		/* TUs in reach that are over the bound */
};

struct cone_bound {
	u32 tus;
	u64 bytes;		/* of their text: what a link of them costs goes with it */
};

/*
 * file: those that change, absolute.  now: what is in them after the change, where that is known: functions that the link
 * did not have there, and calls that it did not know of.  Without anything of it in the link the cone is empty.
 */
void cone_make(const struct link_db *db, const char *const *file, u32 nr, const struct ir_unit *const *now, u32 nr_now,
	       const struct cone_bound *bound, struct cone *out);

/* The first function of that name in the link, or what stands behind it. */
u32 cone_first(const struct link_db *db, const char *name);

#endif
