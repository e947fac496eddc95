// SPDX-License-Identifier: GPL-2.0-only
/*
 * Phase: compile commands.  In: a command as a shell would read it.  Out: its words.
 *
 * Quotes and backslashes only.  Whatever a shell would expand, chain or redirect is refused, so that a word
 * here is exactly the word that the compiler was given, or nothing.  Globs and ~ stay as they are: kbuild
 * quotes them, and a word that matches no file stays as it is in a shell too.
 *
 * The result is one block: the pointers, then the text.  Text never grows when split, so the block's size is
 * known beforehand: linear time, one allocation.
 */
#include <string.h>

#include "db/db_internal.h"

/* At most one word per two characters, and one more. */
static size_t words_max(size_t len)
{
	return len / 2 + 1;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_end(char c)
{
	return !c || c == ';' || c == '&' || c == '|' || c == '\n';
}

struct splitter {
	const char *start;
	const char *s;
	char *out;
	struct err *err;
};

static int refuse(struct splitter *sp, const char *what)
{
	return err_set(sp->err, "%s at character %zu of the command", what, (size_t)(sp->s - sp->start) + 1);
}

static int single_quoted(struct splitter *sp)
{
	const char *e = strchr(sp->s + 1, '\'');

	if (!e)
		return refuse(sp, "unterminated '");
	memcpy(sp->out, sp->s + 1, (size_t)(e - sp->s) - 1);
	sp->out += e - sp->s - 1;
	sp->s = e + 1;
	return 0;
}

static int double_quoted(struct splitter *sp)
{
	const char *open = sp->s++;

	while (*sp->s && *sp->s != '"') {
		if (*sp->s == '$' || *sp->s == '`')
			return refuse(sp, "an expansion ($ or `)");
		if (*sp->s == '\\' && sp->s[1] == '\n') {
			sp->s += 2;
			continue;
		}
		if (*sp->s == '\\' && sp->s[1] && strchr("$`\"\\", sp->s[1]))
			sp->s++;
		*sp->out++ = *sp->s++;
	}
	if (!*sp->s) {
		sp->s = open;
		return refuse(sp, "unterminated \"");
	}
	sp->s++;
	return 0;
}

static int bare(struct splitter *sp)
{
	switch (*sp->s) {
	case '\\':
		if (!sp->s[1])
			return refuse(sp, "a backslash with nothing behind it");
		if (sp->s[1] != '\n')
			*sp->out++ = sp->s[1];
		sp->s += 2;
		return 0;
	case '$':
	case '`':
		return refuse(sp, "an expansion ($ or `)");
	case '<':
	case '>':
		return refuse(sp, "a redirection");
	case '(':
	case ')':
		return refuse(sp, "a parenthesis");
	default:
		*sp->out++ = *sp->s++;
		return 0;
	}
}

static int word(struct splitter *sp)
{
	while (!is_blank(*sp->s) && !is_end(*sp->s)) {
		int r;

		if (*sp->s == '\'')
			r = single_quoted(sp);
		else if (*sp->s == '"')
			r = double_quoted(sp);
		else
			r = bare(sp);
		if (r)
			return -1;
	}
	*sp->out++ = '\0';
	return 0;
}

int shell_split_command(const char *cmd, const char **end, char ***argv, u32 *argc, struct err *err)
{
	const char *stop = shell_skip_command(cmd);
	size_t len = (size_t)(stop - cmd), max = words_max(len) + 1, nr = 0;
	char **block;
	struct splitter sp = { .start = cmd, .s = cmd, .err = err };

	*argv = NULL;
	*argc = 0;
	if (len > UINT32_MAX / 2)
		return err_set(err, "a command of more than 2 GiB");
	block = xmalloc(max * sizeof(*block) + len + max);
	sp.out = (char *)(block + max);
	for (;;) {
		/* A backslash and a newline between words are a blank. */
		while (is_blank(*sp.s) || (*sp.s == '\\' && sp.s[1] == '\n'))
			sp.s += *sp.s == '\\' ? 2 : 1;
		if (is_end(*sp.s))
			break;
		BUG_ON(nr + 1 >= max);
		block[nr++] = sp.out;
		if (word(&sp)) {
			free(block);
			return -1;
		}
	}
	block[nr] = NULL;
	*end = sp.s;
	*argv = argv_copy(block, (u32)nr);
	*argc = (u32)nr;
	free(block);
	return 0;
}

int shell_split(const char *cmd, char ***argv, u32 *argc, struct err *err)
{
	const char *end;

	if (shell_split_command(cmd, &end, argv, argc, err))
		return -1;
	/* A newline at the very end chains nothing. */
	while (*end == '\n' || is_blank(*end))
		end++;
	if (!*end)
		return 0;
	err_set(err, "'%c' at character %zu of the command: more than one simple command",
		*end, (size_t)(end - cmd) + 1);
	free(*argv);
	*argv = NULL;
	*argc = 0;
	return -1;
}

const char *shell_skip_command(const char *s)
{
	for (;;) {
		s += strcspn(s, ";&|\n'\"\\");
		switch (*s) {
		case '\\':
			s += s[1] ? 2 : 1;
			break;
		case '\'':
			s = strchrnul(s + 1, '\'');
			if (!*s)
				return s;
			s++;
			break;
		case '"':
			for (s++; *s && *s != '"'; s++)
				if (*s == '\\' && s[1])
					s++;
			if (!*s)
				return s;
			s++;
			break;
		default:
			return s;
		}
	}
}

char **argv_copy(char *const *words, u32 nr)
{
	size_t size = ((size_t)nr + 1) * sizeof(char *);
	char **block, *text;

	for (u32 i = 0; i < nr; i++)
		size += strlen(words[i]) + 1;
	block = xmalloc(size);
	text = (char *)(block + nr + 1);
	for (u32 i = 0; i < nr; i++) {
		size_t n = strlen(words[i]) + 1;

		block[i] = memcpy(text, words[i], n);
		text += n;
	}
	block[nr] = NULL;
	return block;
}
