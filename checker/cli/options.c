// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parsing of the command line: `--name=V`, `--name V`, `-nV`, `-n V`; `--` ends the options; options and
 * arguments may be mixed.  Names are never abbreviated: a script must not break when an option is added.
 */
#include "cli/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/options_int.h"

const struct option_row option_rows[] = {
#define OPT(kind, field, name, letter, arg, dflt, cmds, text) \
	{ OPT_##kind, offsetof(struct options, field), name, letter, arg, dflt, cmds, text },
#include "cli/options.def"
#undef OPT
};
const u32 nr_option_rows = ARRAY_SIZE(option_rows);

const struct command_row command_rows[CMD_NR] = {
#define CMD(id, name, least, most, args, help) [CMD_##id] = { #name, least, most, args, help },
#include "cli/commands.def"
#undef CMD
};

const char *command_name(enum command_id cmd)
{
	return command_rows[cmd].name;
}

enum command_id command_find(const char *name, struct err *err)
{
	const char *names[CMD_NR], *near;

	for (u32 i = 0; i < CMD_NR; i++) {
		names[i] = command_rows[i].name;
		if (!strcmp(name, names[i]))
			return (enum command_id)i;
	}
	near = text_nearest(name, names, CMD_NR);
	if (near)
		err_set(err, "unknown command '%s' (did you mean '%s'?)", name, near);
	else
		err_set(err, "unknown command '%s' (see 'gfpcheck help')", name);
	return CMD_NR;
}

static void unknown_option(enum command_id cmd, const char *arg, size_t len, struct err *err)
{
	const char **names = xcalloc(nr_option_rows, sizeof(*names)), *near;
	char *word = xstrdup(arg);
	u32 nr = 0;

	word[len] = '\0';
	for (u32 i = 0; i < nr_option_rows; i++)
		if (option_rows[i].cmds & (1u << cmd))
			names[nr++] = option_rows[i].name;
	near = text_nearest(word + strspn(word, "-"), names, nr);
	if (near)
		err_set(err, "unknown option '%s' (did you mean '--%s'?)", word, near);
	else
		err_set(err, "unknown option '%s' (see 'gfpcheck help %s')", word, command_name(cmd));
	free(word);
	free(names);
}

/* The row of "--name" (len without a value) or "-n"; NULL and err when there is none for this command. */
static const struct option_row *find_option(enum command_id cmd, const char *arg, size_t len, struct err *err)
{
	bool is_long = arg[1] == '-';

	for (u32 i = 0; i < nr_option_rows; i++) {
		const struct option_row *row = &option_rows[i];

		if (!is_long && arg[1] != row->letter)
			continue;
		if (is_long && (strlen(row->name) != len - 2 || strncmp(row->name, arg + 2, len - 2)))
			continue;
		if (row->cmds & (1u << cmd))
			return row;
		err_set(err, "the option '--%s' does not belong to this command (see 'gfpcheck help %s')", row->name,
			command_name(cmd));
		return NULL;
	}
	unknown_option(cmd, arg, len, err);
	return NULL;
}

static int set_number(u32 *out, const struct option_row *row, const char *value, struct err *err)
{
	unsigned long long v;
	char *end;

	errno = 0;
	v = strtoull(value, &end, 10);
	if (*value < '0' || *value > '9' || *end || errno || v > UINT32_MAX)
		return err_set(err, "--%s=%s: not a number", row->name, value);
	*out = (u32)v;
	return 0;
}

static int set_enum(int *out, const struct option_row *row, const char *value, struct err *err)
{
	const char *word = row->arg;
	size_t len = strlen(value);
	int index = 0;

	while (*word) {
		size_t n = strcspn(word, "|");

		if (n == len && !strncmp(word, value, n)) {
			*out = index;
			return 0;
		}
		index++;
		word += n + (word[n] == '|');
	}
	return err_set(err, "--%s=%s: must be one of %s", row->name, value, row->arg);
}

char *enum_word(const char *words, int index)
{
	char *out;

	while (index-- > 0)
		words += strcspn(words, "|") + 1;
	out = xstrdup(words);
	out[strcspn(out, "|")] = '\0';
	return out;
}

static int split_commas(struct options *o, struct str_list *list, const struct option_row *row,
			const char *value, struct err *err)
{
	char *copy = xstrdup(value), *save = NULL;
	u32 before = list->nr;

	vec_push(&o->owned, copy);
	for (char *w = strtok_r(copy, ",", &save); w; w = strtok_r(NULL, ",", &save))
		vec_push(list, w);
	return list->nr > before ? 0 : err_set(err, "--%s: the list is empty", row->name);
}

static int set_value(struct options *o, const struct option_row *row, const char *value, struct err *err)
{
	void *field = (char *)o + row->offset;
	struct str_list *list = field;

	switch (row->kind) {
	case OPT_FLAG:
		*(bool *)field = true;
		return 0;
	case OPT_STR:
		*(const char **)field = value;
		return 0;
	case OPT_LIST:
		vec_push(list, value);
		return 0;
	case OPT_COMMA:
		return split_commas(o, list, row, value, err);
	case OPT_NUM:
		return set_number(field, row, value, err);
	case OPT_ENUM:
		return set_enum(field, row, value, err);
	}
	BUG("option kind");
}

static void set_defaults(struct options *o)
{
	*o = (struct options){ 0 };
	for (u32 i = 0; i < nr_option_rows; i++) {
		const struct option_row *row = &option_rows[i];

		if (row->dflt)
			BUG_ON(set_value(o, row, row->dflt, NULL));
		else if (row->kind == OPT_ENUM)
			*(int *)((char *)o + row->offset) = -1;
	}
}

/* One option at argv[0]; gives how many words it took, 0 on a mistake. */
static u32 parse_one(struct options *o, enum command_id cmd, u32 argc, char **argv, struct err *err)
{
	const char *arg = argv[0], *value;
	bool is_long = arg[1] == '-';
	size_t len = strcspn(arg, "=");
	const struct option_row *row = find_option(cmd, arg, len, err);
	u32 used = 1;

	if (!row)
		return 0;
	value = is_long ? (arg[len] ? arg + len + 1 : NULL) : (arg[2] ? arg + 2 : NULL);
	if (row->kind == OPT_FLAG && value) {
		if (is_long)
			err_set(err, "the option '--%s' takes no value", row->name);
		else
			unknown_option(cmd, arg, len, err);
		return 0;
	}
	if (row->kind != OPT_FLAG && !value) {
		if (argc < 2) {
			err_set(err, "the option '%s' needs a value: %s", arg, row->arg);
			return 0;
		}
		value = argv[1];
		used = 2;
	}
	return set_value(o, row, value, err) ? 0 : used;
}

static int check_arguments(const struct options *o, enum command_id cmd, struct err *err)
{
	const struct command_row *row = &command_rows[cmd];

	if (o->help)
		return 0;
	if (o->args.nr > row->most)
		return err_set(err, "unexpected argument '%s' (see 'gfpcheck help %s')", o->args.at[row->most],
			       row->name);
	if (o->args.nr < row->least)
		return err_set(err, "arguments are missing: %s", row->args);
	return 0;
}

/* kbuild is given the flags of a compiler and of sparse: its own options are the long ones that it knows. */
static bool is_foreign(enum command_id cmd, const char *arg)
{
	struct err no_matter = { 0 };

	return cmd == CMD_KBUILD && (arg[1] != '-' || !find_option(cmd, arg, strcspn(arg, "="), &no_matter));
}

int options_parse(struct options *o, enum command_id cmd, u32 argc, char **argv, struct err *err)
{
	bool only_arguments = false;

	set_defaults(o);
	for (u32 i = 0; i < argc;) {
		const char *arg = argv[i];
		u32 used = 1;

		if (!only_arguments && !strcmp(arg, "--"))
			only_arguments = true;
		else if (only_arguments || arg[0] != '-' || !arg[1] || is_foreign(cmd, arg))
			vec_push(&o->args, arg);
		else
			used = parse_one(o, cmd, argc - i, argv + i, err);
		if (!used)
			return -1;
		i += used;
	}
	return check_arguments(o, cmd, err);
}

void options_free(struct options *o)
{
	for (u32 i = 0; i < nr_option_rows; i++) {
		struct str_list *list = (void *)((char *)o + option_rows[i].offset);

		if (option_rows[i].kind == OPT_LIST || option_rows[i].kind == OPT_COMMA)
			vec_free(list);
	}
	for (u32 i = 0; i < o->owned.nr; i++)
		free(o->owned.at[i]);
	vec_free(&o->owned);
	vec_free(&o->args);
}
