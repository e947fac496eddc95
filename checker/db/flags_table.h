/* SPDX-License-Identifier: GPL-2.0-only */
/* The rows of flags.def as a table; the meaning of arguments and actions stands there. */
#ifndef DB_FLAGS_TABLE_H
#define DB_FLAGS_TABLE_H

#include "base/types.h"

enum flag_arg { NONE, JOINED, NEXT, EITHER };
enum flag_action {
	KEEP, DROP, REFUSE, DEFINE, UNDEF, INCDIR, SYSDIR, INCFILE, OPT, WP, LANG, TARGET, PLUGIN, MLLVM,
};

struct flag_row {
	const char *name;
	u8 len;
	u8 arg;
	u8 action;
};

/* The row with the longest spelling that word begins with, or NULL. */
const struct flag_row *flag_row_find(const char *word);

#endif
