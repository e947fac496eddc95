/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * patch: mails and diffs -> which files become which text.  Knows nothing of C; opens no file and runs nothing.
 *
 * Input is anybody's mail and untrusted: a mistake is an error with its line; names that lead out of the tree are
 * errors.  A hunk must fit exactly as `git apply` wants it: all of its context, at its line or at another one.
 */
#ifndef PATCH_PATCH_H
#define PATCH_PATCH_H

#include "base/bug.h"
#include "base/strbuf.h"
#include "base/vec.h"

enum patch_op { PATCH_MODIFY, PATCH_ADD, PATCH_DELETE, PATCH_RENAME, PATCH_COPY };

struct patch_hunk {
	u32 old_at, old_nr, new_at, new_nr;
	u32 line;		/* of the "@@" in the input, from 1 */
	u32 text, len;		/* its lines, in patch_series.body: each begins with ' ' '-' '+' or '\' */
};

struct patch_file {
	char *old_path, *new_path;	/* owned; NULL: /dev/null */
	u8 op;			/* enum patch_op */
	bool is_binary;		/* cannot be applied: no hunks */
	char old_blob[72], new_blob[72];	/* git's names of the texts, shortened; "": it does not say */
	u32 hunk, nr_hunk;
	u32 line;		/* where it begins in the input */
};

/* One mail, or one diff without a mail. */
struct patch {
	char *subject;		/* owned; NULL */
	u32 number, total;	/* of "[PATCH 2/7]", 0 when it does not say */
	u32 order;		/* as it came */
	u32 file, nr_file;
};

struct patch_series {
	VEC(struct patch) patch;	/* those of a series in its order; cover letters are left out */
	VEC(struct patch_file) file;
	VEC(struct patch_hunk) hunk;
	struct strbuf body;
	u32 nr_mails;		/* with and without a diff in them */
};

void patch_free(struct patch_series *s);
/*
 * Adds what text has: an mbox, a mail, or a diff.  strip: leading components of names to drop (1 for a/ and b/).
 * err: "NAME:LINE: ...".
 */
int patch_read(struct patch_series *s, const char *name, const char *text, size_t len, u32 strip,
	       struct err *err) __must_check;

/*
 * Applies the hunks of a file to its text.  err: which hunk does not fit.
 */
int patch_apply(const struct patch_series *s, const struct patch_file *f, const char *text, size_t len,
		struct strbuf *out, struct err *err) __must_check;

/* Parts of the above; patch/diff.c and patch/mail.c. */

/* Reads all diffs in text, which begins at line `first` of the input. */
int diff_read(struct patch_series *s, const char *name, const char *text, size_t len, u32 first, u32 strip,
	      struct err *err) __must_check;

struct mail {
	char *subject;		/* decoded, one line, owned; NULL */
	struct strbuf body;	/* all text parts, decoded, without carriage returns */
	u32 body_line;		/* of the input; 0 when decoding made lines that it does not have */
	bool is_plain;		/* no headers: all of it is body */
};
void mail_free(struct mail *m);
/* Length of the mail at text, up to the next "From " line of an mbox. */
size_t mail_length(const char *text, size_t len);
/* One mail. */
void mail_read(const char *text, size_t len, struct mail *out);

#endif
