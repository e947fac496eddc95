/* SPDX-License-Identifier: GPL-2.0-only */
/* Where things lie that the user did not name.  Results are owned by the caller. */
#ifndef CLI_PATHS_H
#define CLI_PATHS_H

#include "base/bug.h"

/*
 * --cache, $GFPCHECK_CACHE, $XDG_CACHE_HOME/gfpcheck, ~/.cache/gfpcheck.  NULL and err when there is no
 * home.
 */
char *path_cache_dir(const char *option, struct err *err);
/* $GFPCHECK_RULES, or beside the program, or installed, or in the source folder.  NULL and err. */
char *path_rules_dir(struct err *err);
/*
 * The files that --rules= names: as they stand, or, where there is no such file and the name has no slash, NAME or
 * NAME.rules in that folder.
 */
char **path_rules_files(const char *dir, const char *const *names, u32 nr);
void path_list_free(char **list, u32 nr);
/* The folder with the semantic patches: $GFPCHECK_COCCI, or as for the rules.  NULL and err. */
char *path_cocci_dir(struct err *err);
/* The folder with the pages of `explain`. */
char *path_checks_dir(struct err *err);

#endif
