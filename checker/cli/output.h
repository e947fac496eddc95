/* SPDX-License-Identifier: GPL-2.0-only */
/* How a command's text leaves the program: stdout or -o FILE, and stderr.  No write error goes unseen. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "cli/options.h"

/* Writes all of text; path NULL or "-" is stdout, a regular file is replaced whole or not at all. */
int output_write(const char *path, const struct strbuf *text, struct err *err) __must_check;
/* Whether output_write() has a chance: before hours of work. */
int output_check(const char *path, struct err *err) __must_check;
/* Escape sequences in the text format?  --color, NO_COLOR, CLICOLOR_FORCE, a terminal; never in a file. */
bool output_color(const struct options *o);

/* For stderr: "gfpcheck scan: text", with control characters escaped. */
void output_error(const char *command, const struct err *err);

#endif
