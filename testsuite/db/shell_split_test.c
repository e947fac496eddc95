// SPDX-License-Identifier: GPL-2.0-only
/* shell_split(): the words a shell would make, or an error; never an expansion. */
#include "../test.h"

#include "db/db_internal.h"

/* The words joined with '|', or "error". */
static const char *split(const char *cmd)
{
	static char out[512];
	struct err err = { 0 };
	char **argv;
	u32 argc;

	if (shell_split(cmd, &argv, &argc, &err))
		return err.msg[0] && !argv && !argc ? "error" : "error without a message";
	out[0] = '\0';
	for (u32 i = 0; i < argc; i++) {
		strcat(out, i ? "|" : "");
		strcat(out, argv[i]);
	}
	if (argv[argc])
		return "not terminated";
	free(argv);
	return out;
}

static void words(struct test *t)
{
	CHECK_STR(t, split(""), "");
	CHECK_STR(t, split("  \t "), "");
	CHECK_STR(t, split("gcc -c x.c"), "gcc|-c|x.c");
	CHECK_STR(t, split("  gcc\t-c   x.c \n"), "gcc|-c|x.c");
	CHECK_STR(t, split("gcc '' \"\" x"), "gcc|||x");
	CHECK_STR(t, split("-DA='\"b c\"'"), "-DA=\"b c\"");
	CHECK_STR(t, split("-D'pr_fmt(fmt)=X \": \" fmt'"), "-Dpr_fmt(fmt)=X \": \" fmt");
	CHECK_STR(t, split("-DV=\\\"2.1\\\""), "-DV=\"2.1\"");
	CHECK_STR(t, split("\"a\\\"b\\\\c\\$d\\e\""), "a\"b\\c$d\\e");
	CHECK_STR(t, split("'it'\\''s'"), "it's");
	CHECK_STR(t, split("a\\ b c"), "a b|c");
	CHECK_STR(t, split("a \\\n b\\\nc"), "a|bc");
	CHECK_STR(t, split("'$(id)' '`id`' ';|&<>'"), "$(id)|`id`|;|&<>");
	CHECK_STR(t, split("* ~ [a] {b} #"), "*|~|[a]|{b}|#");
}

static void refused(struct test *t)
{
	static const char *const bad[] = {
		"a 'b", "a \"b", "a \"b\\\"", "a\\", "a $b", "a \"$b\"", "a `b`", "a \"`b`\"", "a $(b)", "a; b", "a && b",
		"a & b", "a | b", "a > b", "a < b", "a\nb", "a (b)", ";", "a ;",
	};

	for (u32 i = 0; i < ARRAY_SIZE(bad); i++)
		CHECK_NAMED(t, !strcmp(split(bad[i]), "error"), bad[i][0] == 'a' && strchr(bad[i], '\n') ? "newline" : bad[i]);
}

static void first_command(struct test *t)
{
	const char *text = "cc -c 'a;b' ; rm -f x", *end;
	struct err err = { 0 };
	char **argv;
	u32 argc;
	int ret = shell_split_command(text, &end, &argv, &argc, &err);

	CHECK(t, !ret && argc == 3);
	CHECK_STR(t, argv[2], "a;b");
	CHECK_STR(t, end, "; rm -f x");
	free(argv);
	CHECK_STR(t, shell_skip_command("'unterminated ; x"), "");
	CHECK_STR(t, shell_skip_command("\"a\\\";\" b;c"), ";c");
	CHECK_STR(t, shell_skip_command("a\\;b\\"), "");
}

static void huge(struct test *t)
{
	size_t n = 8 << 20;
	char *s = malloc(n + 1);
	struct err err = { 0 };
	char **argv;
	u32 argc;

	for (size_t i = 0; i < n; i++)
		s[i] = i % 2 ? ' ' : 'a';
	s[n] = '\0';
	CHECK(t, !shell_split(s, &argv, &argc, &err) && argc == n / 2);
	free(argv);
	memset(s, '\'', n);
	CHECK(t, !shell_split(s, &argv, &argc, &err) && argc == 1 && !argv[0][0]);
	free(argv);
	memset(s, 'x', n);
	CHECK(t, !shell_split(s, &argv, &argc, &err) && argc == 1 && strlen(argv[0]) == n);
	free(argv);
	free(s);
}

int main(void)
{
	struct test t = { 0 };

	words(&t);
	refused(&t);
	first_command(&t);
	huge(&t);
	return test_done(&t);
}
