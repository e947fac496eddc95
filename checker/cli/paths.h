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
/* The folder with the pages of `explain`. */
char *path_checks_dir(struct err *err);

#endif
