// SPDX-License-Identifier: GPL-2.0-only
/* The command line: what is accepted, what is refused and in which words, and that help knows it all. */
#include "cli/options.h"

#include "cli/options_int.h"
#include "../test.h"

#define MAX_WORDS 16

/* Splits words at blanks; gives what options_parse() gives. */
static int parse(struct options *o, enum command_id cmd, char *words, struct err *err)
{
	char *argv[MAX_WORDS + 1], *save = NULL;
	u32 argc = 0;

	for (char *w = strtok_r(words, " ", &save); w && argc < MAX_WORDS; w = strtok_r(NULL, " ", &save))
		argv[argc++] = w;
	argv[argc] = NULL;
	return options_parse(o, cmd, argc, argv, err);
}

static void test_accepted(struct test *t)
{
	char words[] = "-p out -j8 drivers/net --checks=gfp-in-atomic,leak --checks use-after-free --rules a "
		       "--rules=b --format json -o- -- -x";
	struct err err = { 0 };
	struct options o;

	CHECK(t, !parse(&o, CMD_SCAN, words, &err));
	CHECK_STR(t, o.db, "out");
	CHECK(t, o.jobs == 8 && o.format == FORMAT_JSON);
	CHECK(t, o.checks.nr == 3 && !strcmp(o.checks.at[1], "leak"));
	CHECK(t, o.rules.nr == 2 && !strcmp(o.rules.at[1], "b"));
	CHECK(t, o.args.nr == 2 && !strcmp(o.args.at[1], "-x"));
	CHECK_STR(t, o.output, "-");
	CHECK(t, o.min_confidence == 1 && o.time_limit == 60 && o.fail_on == -1);
	options_free(&o);
}

static void check_refused(struct test *t, enum command_id cmd, const char *words, const char *want)
{
	char *copy = xstrdup(words);
	struct err err = { 0 };
	struct options o;

	CHECK_NAMED(t, parse(&o, cmd, copy, &err), words);
	CHECK_STR(t, err.msg, want);
	options_free(&o);
	free(copy);
}

static void test_refused(struct test *t)
{
	check_refused(t, CMD_SCAN, "--formt=json", "unknown option '--formt' (did you mean '--format'?)");
	check_refused(t, CMD_SCAN, "--zzzzzzzz", "unknown option '--zzzzzzzz' (see 'gfpcheck help scan')");
	check_refused(t, CMD_SCAN, "-checks=a", "unknown option '-checks' (did you mean '--checks'?)");
	check_refused(t, CMD_SCAN, "-Z", "unknown option '-Z' (see 'gfpcheck help scan')");
	check_refused(t, CMD_COMPDB, "k --rt",
		      "the option '--rt' does not belong to this command (see 'gfpcheck help compdb')");
	check_refused(t, CMD_SCAN, "--color", "the option '--color' needs a value: auto|always|never");
	check_refused(t, CMD_SCAN, "--color=", "--color=: must be one of auto|always|never");
	check_refused(t, CMD_SCAN, "--color=alway", "--color=alway: must be one of auto|always|never");
	check_refused(t, CMD_SCAN, "--rt=1", "the option '--rt' takes no value");
	check_refused(t, CMD_SCAN, "-j 99999999999", "--jobs=99999999999: not a number");
	check_refused(t, CMD_SCAN, "-j -1", "--jobs=-1: not a number");
	check_refused(t, CMD_SCAN, "-j 4x", "--jobs=4x: not a number");
	check_refused(t, CMD_SCAN, "--checks=,", "--checks: the list is empty");
	check_refused(t, CMD_DIFF, "a.json", "arguments are missing: OLD.json NEW.json");
	check_refused(t, CMD_DIFF, "a b c", "unexpected argument 'c' (see 'gfpcheck help diff')");
	check_refused(t, CMD_DOCTOR, "a", "unexpected argument 'a' (see 'gfpcheck help doctor')");
}

static void check_command(struct test *t, const char *name, enum command_id want, const char *msg)
{
	struct err err = { 0 };

	CHECK_NAMED(t, command_find(name, &err) == want, name);
	CHECK_STR(t, err.msg, msg);
}

static void test_commands(struct test *t)
{
	check_command(t, "scan", CMD_SCAN, "");
	check_command(t, "scam", CMD_NR, "unknown command 'scam' (did you mean 'scan'?)");
	check_command(t, "", CMD_NR, "unknown command '' (see 'gfpcheck help')");
}

/* Every option of a command is in its help; names and letters are unique; enum words can be named. */
static void test_tables(struct test *t)
{
	struct strbuf help = { 0 };
	char *word = enum_word(report_format_words + 1, 2);
	bool all = true, unique = true;

	CHECK_STR(t, word, "sarif");
	free(word);
	for (u32 c = 0; c < CMD_NR; c++) {
		strbuf_reset(&help);
		help_command((enum command_id)c, &help);
		for (u32 i = 0; i < nr_option_rows; i++) {
			char name[64];

			snprintf(name, sizeof(name), "--%s", option_rows[i].name);
			if (option_rows[i].cmds & (1u << c))
				all &= strstr(help.buf, name) != NULL;
		}
	}
	for (u32 i = 0; i < nr_option_rows; i++)
		for (u32 k = 0; k < i; k++)
			unique &= strcmp(option_rows[i].name, option_rows[k].name) &&
				  (!option_rows[i].letter || option_rows[i].letter != option_rows[k].letter);
	CHECK_NAMED(t, all, "help knows every option");
	CHECK_NAMED(t, unique, "names and letters are unique");
	strbuf_reset(&help);
	help_program(&help);
	CHECK(t, strstr(help.buf, "  explain") && strstr(help.buf, "summarize"));
	strbuf_free(&help);
}

int main(void)
{
	struct test t = { 0 };

	test_accepted(&t);
	test_refused(&t);
	test_commands(&t);
	test_tables(&t);
	return test_done(&t);
}
