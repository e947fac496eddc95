/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A run of a few files, in seconds, with the whole program as its context: the files around them are linked for real
 * (cone.h), what all others do comes from the model of the last link (link_cache.h).
 */
#ifndef CLI_NEAR_H
#define CLI_NEAR_H

#include "cli/cone.h"
#include "cli/pipeline.h"

struct near {
	bool found;		/* there is a link */
	char *model;		/* its model, or NULL: there is none */
	struct cone cone;
};

/* Around the files `path`, absolute, in the widest link that the cache has for rq. */
void near_find(const struct scan_request *rq, const char *const *path, u32 nr, struct near *out);
/* The same in the link at hand; now: what is in them (cone.h). */
void near_in(const struct link_db *db, const char *link, const char *const *path, u32 nr, const struct ir_unit *const *now,
	     u32 nr_now, struct near *out);
/* Makes rq such a run; n must outlive it. */
void near_request(const struct near *n, struct scan_request *rq);
void near_free(struct near *n);

/* Two runs that need nothing of each other, at the same time.  The first one's report is finished then. */
int near_both(const struct scan_request *before, struct report *before_out, const struct scan_request *after,
	      struct report *after_out, struct err *err) __must_check;

#endif
