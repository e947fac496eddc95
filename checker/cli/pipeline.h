/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The whole run of `gfpcheck scan` as one call: compile commands -> summaries -> link -> checks -> report.
 */
#ifndef CLI_PIPELINE_H
#define CLI_PIPELINE_H

#include "base/progress.h"
#include "base/timer.h"
#include "front/front.h"
#include "report/finding.h"

struct kmodel;
struct link_db;
struct summary;

struct given_summary {
	const char *path;	/* absolute */
	struct summary *sum;	/* outlives the run */
};

struct scan_request {
	const char *db_path;		/* -p; NULL: "." */
	const struct compdb *db;	/* that database, open already, for several runs; or NULL */
	const struct compdb_entry *entry;	/* this TU and no database, below `tree`; or NULL */
	const char *tree;
	const char *const *paths; u32 nr_paths;	/* what to report on; none: everything */
	const char *const *with; u32 nr_with;	/* context only */
	bool context_all;
	const char *cache_dir, *rules_dir;	/* resolved */
	const char *const *rules_extra; u32 nr_rules_extra;
	const char *const *checks; u32 nr_checks;	/* NULL/0: all */
	const char *sparse;		/* run this program, too; or NULL */
	u32 jobs, time_limit, memory_limit_mib;
	bool rt, no_pch, explain_cache;
	/*
	 * What if: the run reads these texts in the place of the files, and writes none of what follows from them into the
	 * cache.  text NULL: there is no such file.  A C file that the database does not know gets the flags of a
	 * neighbour.
	 */
	const struct front_overlay *overlay; u32 nr_overlay;
	const struct link_db *as_linked;	/* paths as they were in that link, whatever their files hold now */
	const struct given_summary *given; u32 nr_given;	/* TUs that are summarised already */
	bool paths_may_miss;	/* one that is not there is no mistake */
	bool headers_only;	/* precompiled headers and no TU */
	const char *const *bundle; u32 nr_bundle;	/* link these, and summarise nothing */
	bool keep;		/* the result may be that of an earlier run, and is kept for a later one: kept.h */
	bool whole;		/* findings in all that is linked, not only in paths */
	bool context_given;	/* context is what `with` names, and not the rest of the cache */
	const char *dump;		/* phase name or NULL */
	bool query;			/* no checks: the link goes to *link_out, which the caller closes */
	struct link_db *link_out;
	const char *model;	/* kernel model: a file, "none", or NULL: the installed one */
	struct kmodel *model_out;	/* no checks: a model goes there, which the caller closes; or NULL */
	bool model_all;		/* of all functions that other files can call */
	enum confidence min_confidence;
	struct progress *progress;
	struct timers *timers;
};

/*
 * Fills *out (initialised by the caller).  0 = ran (report_incomplete() says whether all of it), -1 = err, exit
 * status 2.  With rq->dump the dump text is appended to dump_out and the run stops after that phase.
 */
int pipeline_scan(const struct scan_request *rq, struct report *out, struct strbuf *dump_out,
		  struct err *err);

/* The first half: summaries of what is asked for into the cache, and into a bundle (NULL: none). */
int pipeline_summarize(const struct scan_request *rq, struct report *out, const char *bundle, struct err *err)
	__must_check;

/*
 * Summarises rq->overlay's files, which the compile database has, as their texts are, and leaves no trace in the cache: one
 * for each, the caller's to close.  -1: one of them could not be.
 */
int pipeline_parse(const struct scan_request *rq, struct summary *out, struct err *err) __must_check;

/* Paths, absolute, owned. */
struct path_list {
	char **at;
	u32 nr, cap;
};
void path_vec_free(struct path_list *l);
/*
 * The TUs in the cache that read one of rq->overlay's files, other than as their main file: at most `most`, those whose
 * folder is nearest to the file first; *left: how many more there are.
 */
int pipeline_readers(const struct scan_request *rq, u32 most, struct path_list *out, u32 *left,
		     struct err *err) __must_check;

#endif
