/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Summary files: one unit of IR on disk, with what it was made from.
 *
 * The file is a header, a table of sections (IR_SECTIONS of ir/ir.h and the meta sections), the sections,
 * 16-byte aligned, and a checksum over all of it.  It is mapped and used in place.  checker/doc/summary-format.md
 * draws the bytes.  Everything in a file is untrusted: summary_open() checks the checksum and runs ir_verify().
 *
 * The cache is a folder with one file per key, key[0..1]/key.gfs.  A key names a TU under its flags, tool,
 * libclang and prelude; the dependencies (files read, with their content hashes) are inside the file and are
 * compared at lookup, so that a changed header rebuilds just the TUs that read it.
 */
#ifndef SUMMARY_SUMMARY_H
#define SUMMARY_SUMMARY_H

#include "base/file.h"
#include "base/hash.h"
#include "ir/ir.h"

#define SUMMARY_VERSION 2u

struct sum_dep {		/* on disk */
	u64 hash_lo, hash_hi;	/* of the content */
	u64 size;
	ir_str path;		/* in the deps' own text section; absolute */
	u32 pad;
};

/* How the TU was parsed: a result without the precompiled header says so. */
enum sum_mode { SUM_PCH, SUM_PRELUDE, SUM_PLAIN, SUM_IS_PCH };

struct sum_meta {		/* on disk */
	u32 mode;		/* enum sum_mode */
	u32 nr_errors;		/* compiler errors that the parse survived (KeepGoing) */
	u32 nr_truncated;	/* functions over a bound */
	u32 nr_unknown_flags;
	u64 parse_usec, lower_usec;	/* for ordering the next run; not part of any comparison */
	struct hash128 pch;	/* key of the precompiled header's own summary; 0 without */
	struct hash128 pch_deps;	/* what that header was made of: summary_deps_id() or sum_deps_id(); 0 without */
	ir_str main_file;	/* in the deps' text section: absolute path of the TU */
	ir_str first_error;	/* there too: first error message or 0 */
};

struct summary {
	struct mapping map;	/* owns the bytes */
	struct ir_unit unit;
	const struct sum_meta *meta;
	const struct sum_dep *dep;
	u32 nr_dep;
	const char *dep_text;
	struct hash128 content;	/* identity of the IR and of meta without times and paths; deps do not count */
};

/*
 * Dependencies while a summary is being made.  Call sum_deps_new() or sum_deps_reset() before the parse: a file
 * that changes after that is noted such that the summary is never a hit.
 */
struct sum_deps;
struct sum_deps *sum_deps_new(void);
void sum_deps_reset(struct sum_deps *d);	/* for the next TU: forgets the list, keeps what files hold */
void sum_deps_free(struct sum_deps *d);
/*
 * Reads and hashes the file, once while d lives and mtime, ctime, size and inode stay; a file that cannot be
 * read is an error.  A path that is there already is not looked at again.
 */
int sum_deps_add(struct sum_deps *d, const char *abs_path, struct err *err) __must_check;
/* The same with known content: unsaved files. */
void sum_deps_add_content(struct sum_deps *d, const char *abs_path, const void *p, size_t n);

/* Identity of the list: the same for a list being made and for the summary written with it. */
struct hash128 sum_deps_id(const struct sum_deps *d);

/* Atomic; main_file and first_error of meta are set from the two strings (first_error may be NULL). */
int summary_write(const char *path, const struct ir_unit *u, const struct sum_meta *meta, const char *main_file,
		  const char *first_error, const struct sum_deps *deps, struct err *err) __must_check;
/* Maps and verifies.  err: "PATH: damaged: checksum", "PATH: damaged: truncated", "PATH: made by another version". */
int summary_open(const char *path, struct summary *out, struct err *err) __must_check;
/* The same on bytes that the caller owns and keeps; p is aligned to 16. */
int summary_from_memory(const void *p, size_t n, struct summary *out, struct err *err) __must_check;
void summary_close(struct summary *s);
struct hash128 summary_deps_id(const struct summary *s);

/* ---- cache ---- */
struct cache_state;

struct cache {
	char *dir;
	const char *root;	/* borrowed; may be set after cache_open(): `why` then names files relative to it */
	struct cache_state *state;
};

/* Makes the folder and its CACHEDIR.TAG.  A folder with other things in it and no such tag is an error. */
int cache_open(struct cache *c, const char *dir, struct err *err) __must_check;
/* Also saves what this run learnt about files.  In the process that opened it, not in a worker. */
void cache_close(struct cache *c);
char *cache_path(const struct cache *c, struct hash128 key);	/* caller owns; makes the sub folder */

enum cache_result { CACHE_HIT, CACHE_MISS, CACHE_STALE, CACHE_DAMAGED };
/*
 * On HIT *out is open.  why: for `-d explain` and messages: "include/linux/x.h changed"; may be NULL.
 *
 * A TU made with a precompiled header is a hit only when that header's summary is one too, and is still made of
 * what the TU saw (meta.pch_deps).  The state of a precompiled header is found once per run, or anew
 * by cache_lookup() of its own key: look it up again after rebuilding it.
 */
enum cache_result cache_lookup(struct cache *c, struct hash128 key, struct summary *out, struct strbuf *why);
/*
 * After a TU was summarised in this run (by a worker, whose memory is gone): remembers its files' hashes, so that
 * the next run need not read them.  Files that changed since cache_open() are left out.
 */
void cache_learn(struct cache *c, const struct summary *s);

struct cache_count {
	u64 nr, bytes;			/* summaries found */
	u64 nr_removed, bytes_removed;	/* gc: least recently used first; verify: damaged ones */
	u64 nr_damaged, nr_other_version;
};
/* Removes the summaries that were not used for longest until max_bytes are left, and left-over temporary files. */
int cache_gc(const char *dir, u64 max_bytes, struct cache_count *out, struct err *err) __must_check;
/* Opens every summary.  bad() may be NULL; do_remove deletes the damaged ones. */
int cache_verify(const char *dir, bool do_remove, void (*bad)(void *ctx, const char *path, const char *why), void *ctx,
		 struct cache_count *out, struct err *err) __must_check;

#endif
