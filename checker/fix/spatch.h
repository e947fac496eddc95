/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Coccinelle's spatch on the text of one file, in a folder of its own: never in the tree, never through a shell, under
 * a time and a size limit.
 */
#ifndef FIX_SPATCH_H
#define FIX_SPATCH_H

#include "base/bug.h"
#include "base/strbuf.h"
#include "base/vec.h"

struct spatch {
	char *program;		/* absolute path */
	char *cocci_dir;
	char *dir;		/* private, removed by spatch_end() */
	u32 seconds;		/* limit of one run */
	u64 nr_runs;
};

typedef VEC(char *) str_vec;

/* err: spatch is not installed, no temporary folder.  cocci_dir is copied. */
int spatch_begin(struct spatch *sp, const char *cocci_dir, struct err *err) __must_check;
void spatch_end(struct spatch *sp);

/*
 * Applies COCCI_DIR/cocci with -D patch and each of defs ("line=12", "targeted") to text, a file called name (no
 * folder).  0: *out is the new text.  1: nothing was changed, or spatch complained; *why says it in a sentence.
 * -1: the machine is at fault.
 */
int spatch_apply(struct spatch *sp, const char *cocci, const str_vec *defs, const char *name, const char *text,
		 struct strbuf *out, struct strbuf *why, struct err *err) __must_check;

#endif
