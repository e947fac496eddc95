/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * front: one TU through libclang into a summary file.  The only folder that includes <clang-c/...>.
 *
 * A job is a pure function of (flags, file contents, prelude, libclang): it runs in a forked worker, writes its
 * summary atomically.  Parsing goes down a ladder until it has no compiler errors:
 * with each precompiled header that it is offered; with the prelude as plain -include; without any of it.  The step taken is
 * in the summary (enum sum_mode), and when every step has errors the best one counts and its first error is kept.
 */
#ifndef FRONT_FRONT_H
#define FRONT_FRONT_H

#include "base/bug.h"
#include "base/hash.h"
#include "db/compdb.h"
#include "summary/summary.h"

/*
 * A file's text as it would be, without a change on disk: libclang reads it in the place of the file (which need not
 * exist).  A file that a precompiled header was made of keeps the text it had then.
 */
struct front_overlay {
	const char *path;	/* absolute, normal */
	const char *text;
	size_t len;
};

struct front_config {
	const char *tree;	/* source tree: paths below it are stored relative to it */
	const char *objdir;	/* build folder, "" when the same */
	const char *prelude;	/* absolute path of prelude.h */
	const struct front_overlay *overlay;	/* borrowed; may be NULL */
	u32 nr_overlay;
};

struct front_pch {
	const char *path;
	const struct map *files;	/* hashes of the paths in it: no dependency of the TU */
	const struct map *guards;	/* hashes of guards in it that may be those of other headers, too; may be NULL */
	struct hash128 key;		/* of its summary */
	struct hash128 deps;		/* what it was made of: summary_deps_id() */
};

#define FRONT_MAX_PCH 2u
struct front_job {
	const struct compdb_entry *entry;
	const struct tu_flags *flags;
	struct front_pch pch[FRONT_MAX_PCH];	/* precompiled headers to use, the best first */
	u32 nr_pch;
	const char *out;	/* summary file to write */
};

/* State of a worker: the index lives as long as the process. */
struct front;
struct front *front_new(const struct front_config *cfg);
void front_free(struct front *f);

int front_summarize(struct front *f, const struct front_job *job, struct err *err)
	__must_check;
/* Compiles prelude.h with the flags of `like` (less its own part) to pch_path, and lowers the header inlines in
 * it to a summary of their own. */
int front_make_pch(struct front *f, const struct compdb_entry *like, const struct tu_flags *flags,
		   const char *pch_path, const char *summary_path, struct err *err)
	__must_check;

/* Version of the libclang in use, "clang version 19.1.7 (...)"; part of every key. */
const char *front_clang_version(void);

#endif
