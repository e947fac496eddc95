/* SPDX-License-Identifier: GPL-2.0-only */
/* --files-from=FILE: arguments from a file, a line each; they are names and never options. */
#ifndef CLI_FILES_FROM_H
#define CLI_FILES_FROM_H

#include "cli/options.h"

struct files_from {
	struct str_list all;	/* o->args, then the file's; borrowed from the next one and from o */
	struct strbuf text;
};
/* "-" is stdin.  An empty list is an error: nothing named is not everything. */
int files_from_read(const struct options *o, struct files_from *out, struct err *err) __must_check;
void files_from_free(struct files_from *f);

#endif
