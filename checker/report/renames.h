/* SPDX-License-Identifier: GPL-2.0-only */
/* Files that have another name now, as `git diff -M --name-status OLD NEW` says it. */
#ifndef REPORT_RENAMES_H
#define REPORT_RENAMES_H

#include "base/bug.h"
#include "base/map.h"
#include "base/vec.h"

struct rename_pair {
	char *from, *to;
};

struct renames {
	VEC(struct rename_pair) at;
	struct map by_to;	/* hash of the new name -> index */
};

/* "-" is stdin.  err: "file:line:col: ..." */
int renames_read(struct renames *rn, const char *path, struct err *err) __must_check;
int renames_parse(struct renames *rn, const char *name, const char *text, size_t len, struct err *err) __must_check;
void renames_free(struct renames *rn);
/* What the file was called before; itself when it was not renamed.  rn may be NULL. */
const char *renames_old_name(const struct renames *rn, const char *file);

#endif
