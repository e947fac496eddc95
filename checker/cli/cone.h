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

/* file: those that change, absolute.  Without them being in the link the cone is empty. */
void cone_make(const struct link_db *db, const char *const *file, u32 nr, u32 most, struct cone *out);

#endif
