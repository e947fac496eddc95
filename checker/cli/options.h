/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command line: argv to struct options, and the help.  Both come from options.def and commands.def.
 * Strings are borrowed from argv, apart from the parts of comma lists.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/bug.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "report/reporter.h"

enum command_id {
#define CMD(id, name, least, most, args, help) CMD_##id,
#include "cli/commands.def"
#undef CMD
	CMD_NR
};

/* The values of ENUM options are indexes of their words; those of --format are enum report_format. */
enum fail_on_option { FAIL_ON_ERROR, FAIL_ON_WARNING, FAIL_ON_NEW, FAIL_ON_NONE };
enum context_option { CONTEXT_CACHED, CONTEXT_ALL };
enum progress_option { PROGRESS_AUTO, PROGRESS_NEVER };
enum sarif_limits_option { SARIF_LIMITS_NONE, SARIF_LIMITS_GITHUB };
enum color_option { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct str_list {
	const char **at;
	u32 nr, cap;
};

#define OPT_TYPE_FLAG bool
#define OPT_TYPE_STR const char *
#define OPT_TYPE_LIST struct str_list
#define OPT_TYPE_COMMA struct str_list
#define OPT_TYPE_NUM u32
#define OPT_TYPE_ENUM int

struct options {
#define OPT(kind, field, name, letter, arg, dflt, cmds, text) OPT_TYPE_##kind field;
#include "cli/options.def"
#undef OPT
	struct str_list args;		/* what is no option */
	VEC(char *) owned;		/* the split comma lists */
};

/* argv[0] is the first word behind the command.  -1: err says what is wrong, without the command's name. */
int options_parse(struct options *o, enum command_id cmd, u32 argc, char **argv, struct err *err)
	__must_check;
void options_free(struct options *o);

const char *command_name(enum command_id cmd);
/* The command of that name, or CMD_NR: then err says so and may know a near one. */
enum command_id command_find(const char *name, struct err *err);
void help_command(enum command_id cmd, struct strbuf *out);
void help_program(struct strbuf *out);

/* The word of an ENUM option's value, such as "sarif" of --format; caller owns. */
char *enum_word(const char *words, int index);

#endif
