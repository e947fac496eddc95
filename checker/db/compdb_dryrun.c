// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phase: compile commands.  In: what "make -n" printed for a kernel tree, as a stream.  Out: entries.
 *
 * Of some 290 MB only the lines with " -c -o " matter.  Such a line is a list of simple commands ("set -e;
 * echo ...; trap ...; clang ... -c -o x.o x.c ; scripts/basic/fixdep ... 'clang ... -c -o x.o x.c'"); the
 * first that is a compiler's with -c is taken, the quoted copies behind it are never looked at.
 *
 * Torn lines: makes that share a pipe can write into each other's lines.  The caller sees to it that they do
 * not; a line that looks torn nonetheless is counted, and the caller runs make again, alone.
 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "db/db_internal.h"

/* Behind words that a shell reads before a command: "then", "{", "(", "!". */
static const char *command_start(const char *s)
{
	static const char *const words[] = { "then", "else", "do", "{", "(", "!", "@" };

	for (u32 i = 0; i < ARRAY_SIZE(words); i++) {
		size_t n = strlen(words[i]);

		s += strspn(s, " \t");
		if (!strncmp(s, words[i], n) && (s[n] == ' ' || s[n] == '\t'))
			s += n;
	}
	return s + strspn(s, " \t");
}

/* Is the text from s to e the compilation of something into an object?  Cheap: before any splitting. */
static bool may_compile(const char *s, const char *e)
{
	const char *c = memmem(s, (size_t)(e - s), " -c -o ", 7);

	return c && memmem(c, (size_t)(e - c), ".o ", 3);
}

static bool begins_with_compiler(const char *s)
{
	size_t n = strcspn(s, " \t");
	char word[256];

	if (n >= sizeof(word))
		return false;
	memcpy(word, s, n);
	word[n] = '\0';
	return is_compiler_name(word);
}

/* whole: the line begins as kbuild's lines do; else the command may be the second half of one. */
static void compile_command(struct dry_run *dr, const char *s, bool whole)
{
	struct err why = { 0 };
	const char *end;
	char **argv;
	u32 argc, cc;

	if (shell_split_command(s, &end, &argv, &argc, &why)) {
		if (begins_with_compiler(s))
			dr->nr_bad++;
		else
			dr->nr_torn++;
		return;
	}
	cc = argv_compiler(argv, argc);
	if (!whole && cc < argc && !is_compiler_name(argv[cc]))
		dr->nr_torn++;
	compdb_add_kbuild(dr->db, dr->dir, argv, argc);
}

static void whole_line(struct dry_run *dr, const char *line)
{
	bool whole = !strncmp(line, "set -e;", 7);
	const char *s = line;

	if (!strstr(line, " -c -o "))
		return;
	while (*s) {
		const char *e = shell_skip_command(s);

		if (may_compile(s, e)) {
			compile_command(dr, command_start(s), whole);
			return;
		}
		s = *e ? e + 1 : e;
	}
	/* The quotes do not end: the first half of this line is elsewhere. */
	if (!whole)
		dr->nr_torn++;
}

/* "make: Entering directory 'X'", "make[1]: Entering directory 'X'": the deeper ones are tools/. */
static bool entering(struct dry_run *dr, const char *line)
{
	static const char word[] = "Entering directory '";
	const char *s = line, *e;

	if (strncmp(s, "make", 4))
		return false;
	s += 4;
	if (!strncmp(s, "[1]", 3))
		s += 3;
	if (strncmp(s, ": ", 2) || strncmp(s + 2, word, sizeof(word) - 1))
		return false;
	s += 2 + sizeof(word) - 1;
	e = strrchr(s, '\'');
	if (e && e > s && *s == '/') {
		free(dr->dir);
		dr->dir = xstrdup(s);
		dr->dir[e - s] = '\0';
	}
	return true;
}

void dry_run_line(struct dry_run *dr, const char *line)
{
	dr->nr_lines++;
	if (!entering(dr, line))
		whole_line(dr, line);
}

int dry_run_stream(struct dry_run *dr, FILE *in)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	while ((n = getline(&line, &cap, in)) >= 0) {
		if (n && line[n - 1] == '\n')
			line[n - 1] = '\0';
		dry_run_line(dr, line);
	}
	free(line);
	return ferror(in) ? -1 : 0;
}

void dry_run_free(struct dry_run *dr)
{
	free(dr->dir);
}
