/* SPDX-License-Identifier: GPL-2.0-only */
/* The tables behind options.c and help.c. */
#ifndef CLI_OPTIONS_INT_H
#define CLI_OPTIONS_INT_H

#include "cli/options.h"

enum option_kind { OPT_FLAG, OPT_STR, OPT_LIST, OPT_COMMA, OPT_NUM, OPT_ENUM };

enum {
#define CMD(id, name, least, most, args, help) ON_##id = 1 << CMD_##id,
#include "cli/commands.def"
#undef CMD
	ON_ALL = (1 << CMD_NR) - 1,
	ON_CHECKS = ON_SCAN | ON_PATCH | ON_FIX | ON_KBUILD,	/* those that parse and look for findings */
};

struct option_row {
	enum option_kind kind;
	size_t offset;			/* in struct options */
	const char *name;
	char letter;			/* 0: none */
	const char *arg, *dflt;		/* NULL: none */
	unsigned int cmds;		/* ON_* */
	const char *help;
};
extern const struct option_row option_rows[];
extern const u32 nr_option_rows;

struct command_row {
	const char *name;
	u32 least, most;
	const char *args, *help;
};
extern const struct command_row command_rows[CMD_NR];

#endif
