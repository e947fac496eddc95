/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two texts as the lines that differ.  Edits name lines of the old text, from 0; several sets of edits of one text
 * can be made one as long as none touches or adjoins another's lines.
 */
#ifndef FIX_EDIT_H
#define FIX_EDIT_H

#include "base/strbuf.h"
#include "base/vec.h"

struct edit {
	u32 at, nr;		/* old lines that go; nr 0: the new ones come before line `at` */
	u32 text, len;		/* in struct edits.text: the new lines, whole */
	u32 nr_new;
};

struct edits {
	VEC(struct edit) at;	/* in order, never adjoining */
	struct strbuf text;
};

void edits_free(struct edits *e);
/* What makes old new.  Cost: the product of the lines between the first and the last difference. */
void edits_diff(const char *old, const char *new, struct edits *out);
bool edits_meet(const struct edits *a, const struct edits *b);
/* Adds b's to a; they must not meet. */
void edits_merge(struct edits *a, const struct edits *b);
void edits_apply(const struct edits *e, const char *old, struct strbuf *out);
/* The new number of an old line (from 1), 0 when it is gone. */
u32 edits_line(const struct edits *e, u32 line);
/* The old line of a new one (from 1); of what was added, the old line that it stands at. */
u32 edits_old_line(const struct edits *e, u32 line);
/* --- a/path, +++ b/path and hunks with three lines around them. */
void edits_unified(const struct edits *e, const char *old, const char *path, struct strbuf *out);

#endif
