/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Of what the key of each TU was made the last time, so that `-d explain` can say what is different.
 *
 * A key is a hash: that a summary is not in the cache says nothing about why.  keys.memo in the cache's folder has a record
 * a TU; it is a memo and decides nothing, a damaged one is dropped.
 */
#ifndef CLI_HISTORY_H
#define CLI_HISTORY_H

#include "base/hash.h"
#include "base/map.h"
#include "base/strbuf.h"
#include "base/vec.h"

/* KEY_PART(enumerator, what `-d explain` says when it differs) */
#define KEY_PARTS(X)								\
	X(KEY_PROGRAM, "made by another version of gfpcheck")			\
	X(KEY_LIBCLANG, "made with another libclang")				\
	X(KEY_PRELUDE, "the prelude of the rules changed")			\
	X(KEY_TREES, "the source tree or the build folder has another path")	\
	X(KEY_FLAGS, "its compile command changed")				\
	X(KEY_PCH, "--no-pch was given, or is not any more")

enum key_part {
#define X(e, text) e,
	KEY_PARTS(X)
#undef X
	KEY_NR_PARTS
};

struct key_record {		/* on disk */
	u64 path;		/* hash of the TU's file and build folder */
	u64 key;
	u32 part[KEY_NR_PARTS];	/* short hashes */
};

struct history {
	VEC(struct key_record) at;
	struct map by_path;
	bool is_loaded;
};

void history_load(struct history *h, const char *cache_dir);
void history_free(struct history *h);
/* Why there is no summary of that key. */
void history_why(const struct history *h, const struct key_record *now, struct strbuf *out);
void history_put(struct history *h, const struct key_record *now);
/* Failure is none: the next explanation says less. */
void history_save(const struct history *h, const char *cache_dir);

#endif
