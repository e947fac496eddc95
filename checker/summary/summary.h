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

#define SUMMARY_VERSION 1u

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
	struct hash128 content;	/* checksum in the file */
};

/* Dependencies while a summary is being made. */
struct sum_deps;
struct sum_deps *sum_deps_new(void);
void sum_deps_free(struct sum_deps *d);
/* Reads and hashes the file (once per process and path, remembered by mtime+size+inode); a file that cannot be read is an error. */
int sum_deps_add(struct sum_deps *d, const char *abs_path, struct err *err) __must_check;
/* The same with known content: unsaved files. */
void sum_deps_add_content(struct sum_deps *d, const char *abs_path, const void *p, size_t n);

/* Atomic; main_file and first_error of meta are set from the two strings (first_error may be NULL). */
int summary_write(const char *path, const struct ir_unit *u, const struct sum_meta *meta, const char *main_file,
		  const char *first_error, const struct sum_deps *deps, struct err *err) __must_check;
/* Maps and verifies.  err says "damaged: ..." for a bad checksum or a bad index. */
int summary_open(const char *path, struct summary *out, struct err *err) __must_check;
void summary_close(struct summary *s);

/* ---- cache ---- */
struct cache {
	char *dir;
	struct map *stat_memo;	/* path -> content hash already computed in this run */
	void *priv;
};

int cache_open(struct cache *c, const char *dir, struct err *err) __must_check;	/* makes the folder, writes CACHEDIR.TAG */
void cache_close(struct cache *c);
char *cache_path(const struct cache *c, struct hash128 key);	/* caller owns; makes the sub folder */

enum cache_result { CACHE_HIT, CACHE_MISS, CACHE_STALE, CACHE_DAMAGED };
/* On HIT *out is open.  why: for `-d explain` and messages: "include/linux/x.h changed"; may be NULL. */
enum cache_result cache_lookup(struct cache *c, struct hash128 key, struct summary *out, struct strbuf *why);

#endif
