// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phase: compile commands.  In: what "make -n" printed for a kernel tree, as a stream.  Out: entries.
 *
 * Of some 290 MB only the lines with " -c -o " matter.  Such a line is a list of simple commands ("set -e;
 * echo ...; trap ...; clang ... -c -o x.o x.c ; scripts/basic/fixdep ... 'clang ... -c -o x.o x.c'"); the
 * first that is a compiler's with -c is taken, the quoted copies behind it are never looked at.
 *
 * Torn lines: with "make -j -Oline" every make writes its long lines as a whole, except that the short line
 * of a sub-make ("make -f .../scripts/Makefile.build obj=...") is written without the lock and can land in
 * the middle of a long line of another make.  It is cut out again here.  What still looks torn is counted,
 * and the caller runs make again, alone.
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

static void compile_command(struct dry_run *dr, const char *s)
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
	if (cc < argc && !is_compiler_name(argv[cc]) && argv[cc][0] == '-')
		dr->nr_torn++;
	compdb_add_kbuild(dr->db, dr->dir, argv, argc);
}

static void whole_line(struct dry_run *dr, const char *line)
{
	const char *s = line;

	if (!strstr(line, " -c -o "))
		return;
	while (*s) {
		const char *e = shell_skip_command(s);

		if (may_compile(s, e)) {
			compile_command(dr, command_start(s));
			return;
		}
		s = *e ? e + 1 : e;
	}
	/* The quotes do not end: the first half of this line is elsewhere. */
	if (strncmp(line, "set -e;", 7))
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

/* Where a sub-make's line begins in the middle of line, or NULL. */
static const char *torn_at(const char *line)
{
	const char *p = NULL, *next;

	if (strncmp(line, "set -e;", 7))
		return NULL;
	for (next = strstr(line, "make -f "); next; next = strstr(next + 1, "make -f "))
		p = next;
	if (!p || !strstr(p, "scripts/Makefile.") || strpbrk(p, ";'\""))
		return NULL;
	return p;
}

static bool goes_on(const char *line)
{
	size_t n = strlen(line);

	return n && line[n - 1] == '\\';
}

void dry_run_line(struct dry_run *dr, const char *line)
{
	const char *tear;

	dr->nr_lines++;
	if (dr->in_insert) {
		dr->in_insert = goes_on(line);
		return;
	}
	tear = torn_at(line);
	if (tear) {
		strbuf_add(&dr->half, line, (size_t)(tear - line));
		dr->in_insert = goes_on(line);
		return;
	}
	if (dr->half.len) {
		strbuf_puts(&dr->half, line);
		whole_line(dr, dr->half.buf);
		strbuf_reset(&dr->half);
		return;
	}
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
	strbuf_free(&dr->half);
}
