/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bundles: the summaries of some TUs as one file, for another machine to link.
 *
 *	{ magic, checksum of the rest, version, numbers, id of the tools, tree, build folder }
 *	entry[]: kind, names (offsets in the text), where its summary lies
 *	text: NUL-terminated strings, the first is ""
 *	summaries, each at the next multiple of 16, as in the cache but without times
 *
 * The same TUs under the same tools give the same bytes.  What is read is untrusted: bundle_open() checks the checksum and
 * every offset, summary_from_memory() what a summary holds.
 */
#ifndef SUMMARY_BUNDLE_H
#define SUMMARY_BUNDLE_H

#include "base/map.h"
#include "base/vec.h"
#include "summary/summary.h"

enum bundle_kind {
	BUNDLE_TU,
	BUNDLE_HEADER,		/* of a precompiled header: its inline functions */
	BUNDLE_FAILED,		/* a TU that could not be analysed: reason says why */
	BUNDLE_NR_KINDS
};

struct bundle_entry {		/* on disk */
	u32 kind;		/* enum bundle_kind */
	u32 file, rel, reason;	/* text: absolute, for people, of BUNDLE_FAILED */
	u32 nr_unknown_flags, pad;
	struct hash128 key;
	u64 off, len;		/* of the summary; 0 of BUNDLE_FAILED */
};

struct bundle {
	struct mapping map;
	const struct bundle_entry *entry;
	u32 nr_entry;
	const char *text;
	struct hash128 tool;	/* bundles of different tools, trees or paths do not mix */
	const char *tree, *objdir;
	const char *libclang;	/* "19.1.7" */
	/* What the build folder says of the kernel: it need not be where the bundle is linked. */
	const char *release, *arch;
	struct hash128 config;
	u32 version;
};

int bundle_open(const char *path, struct bundle *out, struct err *err) __must_check;
void bundle_close(struct bundle *b);

/* A bundle being made. */
struct bundle_out {
	struct strtab text;
	VEC(struct bundle_entry) entry;
	struct strbuf data;
};
void bundle_begin(struct bundle_out *b);
/* s: open, from a file; NULL with a reason. */
void bundle_add(struct bundle_out *b, enum bundle_kind kind, const char *file, const char *rel, struct hash128 key,
		const struct summary *s, const char *reason, u32 nr_unknown_flags);
/* Of `about` the tools and the names count.  Atomic. */
int bundle_write(struct bundle_out *b, const struct bundle *about, const char *path, struct err *err) __must_check;
void bundle_free(struct bundle_out *b);

#endif
