/* SPDX-License-Identifier: GPL-2.0-only */
/* One function a command: parsed options in, exit status out; it prints its own errors. */
#ifndef CLI_CMD_H
#define CLI_CMD_H

#include "cli/options.h"

#define CMD(id, name, least, most, args, help) int cmd_##name(const struct options *o);
#include "cli/commands.def"
#undef CMD

/* Prints err as "gfpcheck NAME: ..."; gives EXIT_USAGE. */
int cmd_fail(enum command_id cmd, const struct err *err);
/* -j, or all CPUs this process may use. */
u32 cmd_jobs(u32 asked);
/* Refuses formats that are for findings only. */
int cmd_check_format(const struct options *o, struct err *err) __must_check;

#endif
