/* SPDX-License-Identifier: GPL-2.0-only */
/* The pipeline's own parts: selection of TUs, summaries by the pool.  Not for other files of cli/. */
#ifndef CLI_PIPELINE_INT_H
#define CLI_PIPELINE_INT_H

#include "cli/history.h"
#include "cli/kept.h"
#include "cli/pipeline.h"
#include "db/compdb.h"
#include "front/front.h"
#include "summary/bundle.h"
#include "summary/summary.h"

enum tu_role { TU_UNUSED, TU_CONTEXT, TU_SELECTED };

struct tu {
	const struct compdb_entry *entry;
	const char *rel;	/* path for people: below the source tree where it is */
	struct tu_flags flags;
	struct hash128 key;
	u32 family;		/* index in run.family, or IR_NONE: no precompiled header */
	u8 role;		/* enum tu_role */
	bool asked;		/* to be reported on, whatever became of it */
	bool has_flags;
	bool have;		/* sum is open */
	bool is_made;		/* by this run, and not found in the cache */
	bool is_overlaid;	/* sum is of a text that is no file's: overlay.c */
	struct summary sum;
};

/* TUs that share a precompiled header. */
struct family {
	u64 id;
	u32 like;		/* a TU whose flags it is made with */
	u32 nr_tus;		/* that need one now */
	struct hash128 key;
	char *pch, *sum_path;
	bool usable;
	bool have;
	bool is_made;		/* by this run */
	bool is_overlaid;
	struct summary sum;
	struct map files;	/* hashes of the paths in it */
	struct map guards;	/* of a folder: hashes of its headers' guards */
	VEC(char *) header;	/* of a folder: what it has beside the prelude (folders.h) */
	bool bare;		/* and without the prelude's usual headers */
	u32 base;		/* of a folder: the family that its TUs are of, else IR_NONE */
	char *why;		/* it could not be made */
	struct hash128 deps;
};

struct rules;

struct run {
	const struct scan_request *rq;
	struct report *out;
	struct compdb db;
	u32 nr_shared;		/* entries of db that belong to rq->db */
	u32 nr_brought;		/* TUs of files that an overlay brings */
	char *tree, *objdir, *prelude;
	struct cache cache;
	struct hash128 tool;	/* everything that all keys depend on */
	u32 key_part[KEY_NR_PARTS];	/* the same in parts, for history.h */
	struct history history;
	struct hash128 link_key;	/* link_cache.h */
	char *link_name;	/* of the link that this run left, in the cache's folder; or NULL */
	u64 link_id;		/* image_id() of it */
	struct kept kept;
	s64 started;		/* ns */
	VEC(struct front_overlay) text;	/* rq->overlay, for libclang */
	struct map overlay;	/* hash of a path -> index in rq->overlay */
	VEC(struct bundle) bundle;	/* of a run that only links: the summaries lie in them */
	VEC(struct tu) tu;
	VEC(struct family) family;
	u64 nr_pch, nr_prelude, nr_plain, nr_hits;
	u64 nr_errors, nr_truncated, nr_unknown_flags;
};

/* Text of a compiler with names relative to the source tree, or to the objects, as everywhere in a report. */
void run_relative_text(const struct run *r, const char *s, struct strbuf *out);

/* select.c: opens the database and marks what is asked for.  err: a path that matches nothing. */
/* Adds an entry for file with the words of another, which are borrowed. */
void entry_like(struct compdb *db, const struct compdb_entry *like, const char *file);
int run_select(struct run *r, struct err *err) __must_check;
#define FAMILY_MIN_TUS 4u	/* fewer do not pay for a precompiled header: it costs as much as two plain parses */

/* Marks and counts what the report is about. */
void run_ask(struct run *r);
void run_free(struct run *r);
/* Flags and key of each TU that counts. */
void summaries_prepare(struct run *r);
/* How they were parsed, for --stats. */
void summaries_count(struct run *r);

/* link_run.c.  KERNEL_VERSION() as the build wrote it down, 0: nowhere. */
u32 run_version_of_build(const struct run *r);
/* Link and checks, or the dump of one of these phases. */
int run_link(struct run *r, struct strbuf *dump_out, struct err *err) __must_check;
/* Those of the folder and of --rules, for that KERNEL_VERSION(); 0: all.  The caller frees them, also after an error. */
int run_rules(const struct scan_request *rq, struct rules *rules, u32 version, struct err *err) __must_check;
/* Says so when allocations could not be judged. */
void run_warn_unjudged(const struct report *r);

/* keys.c */
int key_of_tools(struct run *r, struct err *err) __must_check;
struct hash128 key_of_tu(const struct run *r, const struct tu *t);
struct hash128 key_of_family(const struct run *r, const struct tu *like);
struct key_record key_record_of(const struct run *r, const struct tu *t);

/* summaries.c: every TU with a role has a summary, or a skip record. */
int run_summaries(struct run *r, struct err *err) __must_check;

/* It has no summary, for that reason: a skip record where it is asked for, else a count. */
void summaries_skip(struct run *r, const struct tu *t, const char *reason);

/* parse_jobs.c.  Each of them has a summary then, or a skip record; precompiled headers are there. */
int summarize_tus(struct run *r, const u32 *tu, u32 nr, bool overlaid, struct err *err) __must_check;
/* The precompiled headers that enough TUs need and that are not there: with the overlay's texts, or without. */
int summarize_headers(struct run *r, bool overlaid, struct err *err) __must_check;
/* families.c.  The family of run.tu[tu], in run.family. */
u32 family_of(struct run *r, u32 tu);
/* Gives a TU the folder's header that it had in an earlier summary, if that still is as it was and fits. */
void family_as_before(struct run *r, struct tu *t, const struct summary *before);

/* summaries.c.  What all keys depend on, and the cache. */
int summaries_open(struct run *r, struct err *err) __must_check;
/* The cache has it as it is on disk: t->sum is open.  Sets flags and key. */
bool summaries_cached(struct run *r, struct tu *t);

/* overlay.c: files that come and go; before TUs are marked. */
void overlay_select(struct run *r);
bool overlay_is_gone(const struct run *r, const char *path);
/* Index in rq->overlay of the text that stands for the file, MAP_NONE: none does. */
u32 overlay_find(const struct run *r, const char *path);
/* This TU is not worth a look at its file: it will be made again. */
bool overlay_has_main(const struct run *r, const struct tu *t);
/* It was made of one of the texts' files. */
bool overlay_touches(const struct run *r, const struct tu *t);
void overlay_readers(struct run *r, u32 most, struct path_list *out, u32 *left);
/* Makes again what the overlay's texts are part of. */
int overlay_summaries(struct run *r, struct err *err) __must_check;

#endif
