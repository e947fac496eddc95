/* SPDX-License-Identifier: GPL-2.0-only */
/* A finished report to where -o and --format want it: the last step of each command that has findings. */
#ifndef CLI_EMIT_H
#define CLI_EMIT_H

#include "cli/options.h"

/* Whether emit_report() has a chance: before hours of work. */
int emit_check(const struct options *o, struct err *err) __must_check;
int emit_report(const struct options *o, const struct report *r, int exit_status, struct err *err) __must_check;

#endif
