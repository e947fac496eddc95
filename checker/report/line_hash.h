/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * GitHub's primaryLocationLineHash: it follows a line through edits elsewhere in the file.  GitHub computes it again
 * and complains about any other value, so this is its algorithm to the bit, or no hash.
 */
#ifndef REPORT_LINE_HASH_H
#define REPORT_LINE_HASH_H

#include "base/strbuf.h"
#include "base/vec.h"

struct line_hash {
	u64 hash;
	u32 occurrence;		/* from 1: the how-manieth line of the file with this hash */
};

struct line_hashes {
	VEC(struct line_hash) line;	/* by line number - 1 */
};

/* Of all lines of a file.  False, and none, for text that is not UTF-8: there GitHub sees other characters. */
bool line_hashes_make(struct line_hashes *h, const char *text, size_t len);
void line_hashes_free(struct line_hashes *h);

#endif
