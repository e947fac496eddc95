/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kept results: what a scan found, for as long as nothing that it depends on has changed.
 *
 * A report is a function of the program, the rules, the request, the compile database, what files held, and, for a
 * scan of some paths, of what else was in the cache.  The first three are a result's key.  Of the others the run's own
 * answers are kept with it: each file that was looked at, with its stat data, and the set of summaries.  One doubt and
 * the run takes its normal way.
 */
#ifndef CLI_KEPT_H
#define CLI_KEPT_H

#include "cli/pipeline.h"
#include "summary/cache_care.h"

struct run;

struct kept {
	bool wanted;		/* this request's result may be kept */
	struct hash128 key;
	struct cache_names before;	/* when the run began */
	bool by_cache;		/* the result depends on what the cache holds */
	VEC(char *) other;	/* files beside those that were parsed, there or not; owned */
	char *database;		/* the compile database: a file, as an absolute path */
	u32 nr_failed;		/* what may be another thing the next time: TUs whose parser died, a warning */
};

/* Sets r->kept.key.  err: a rule file that cannot be read. */
int kept_begin(struct run *r, struct err *err) __must_check;
/* The result, into the empty report r->out; false: there is none that is sure to be right, and r->out is empty. */
bool kept_find(struct run *r);
/*
 * The result although some files, at most `most`, are not what they were.  false: as above.
 */
struct kept_stale {
	struct path_list changed;	/* those files, absolute */
	char *link;		/* the link that the result was made from, below the cache's folder, owned; */
	u64 link_id;		/* image_id() of that: another run may have put one of the same name there since */
};
bool kept_stale(struct run *r, u32 most, struct kept_stale *out);
void kept_stale_free(struct kept_stale *s);
/* Before the first lookup. */
void kept_watch(struct run *r);
/* After the checks; the cache is still open. */
void kept_store(struct run *r);
struct kernel_id;
struct kmodel;
/* Which kernel model was used, or was there and was not. */
void kept_model(struct run *r, const struct kernel_id *id, const struct kmodel *km, bool is_used);
void kept_free(struct run *r);

/* For `gfpcheck cache verify`. */
int kept_check(const char *path, struct err *err) __must_check;

#endif
