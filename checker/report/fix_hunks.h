/* SPDX-License-Identifier: GPL-2.0-only */
/* A finding's repair, a unified diff, as replacements of lines: what SARIF and reviewdog take. */
#ifndef REPORT_FIX_HUNKS_H
#define REPORT_FIX_HUNKS_H

#include "base/strbuf.h"
#include "base/vec.h"

/* Lines first to first + nr - 1 become text (whole lines); nr 0: text goes in before line first. */
struct fix_hunk {
	char *file;
	u32 first, nr;
	struct strbuf text;
};

struct fix_hunks {
	VEC(struct fix_hunk) at;
};

/* False, and nothing, when the text is no diff that can be read. */
bool fix_hunks_read(const char *diff, struct fix_hunks *out);
void fix_hunks_free(struct fix_hunks *h);

#endif
