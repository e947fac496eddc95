// SPDX-License-Identifier: GPL-2.0-only
/*
 * A line of C with its words in colour.  A lexer of one line and one bit (within a comment): what it gets wrong costs
 * a colour.  Every byte goes through xml_add().
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "report/html.h"
#include "report/xml.h"

#define LOOK_BACK 300u

static int cmp_word(const void *a, const void *b)
{
	return strcmp(a, *(const char *const *)b);
}

static bool is_keyword(const char *s, size_t n)
{
	static const char *const words[] = {
		"auto", "bool", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum",
		"extern", "false", "float", "for", "goto", "if", "inline", "int", "long", "register", "return", "short",
		"signed", "sizeof", "static", "struct", "switch", "true", "typedef", "typeof", "union", "unsigned", "void",
		"volatile", "while",
	};
	char word[16];

	if (n >= sizeof(word))
		return false;
	memcpy(word, s, n);
	word[n] = '\0';
	return bsearch(word, words, ARRAY_SIZE(words), sizeof(words[0]), cmp_word);
}

static void put(struct strbuf *out, const char *class, const char *s, size_t n)
{
	if (class)
		strbuf_printf(out, "<span class=%s>", class);
	xml_add(out, s, n);
	if (class)
		strbuf_puts(out, "</span>");
}

/* Up to and including the end of the comment, or the line. */
static size_t comment_length(const char *s, size_t n, bool *in_comment)
{
	for (size_t i = 0; i + 1 < n; i++) {
		if (s[i] != '*' || s[i + 1] != '/')
			continue;
		*in_comment = false;
		return i + 2;
	}
	return n;
}

static size_t literal_length(const char *s, size_t n)
{
	size_t i = 1;

	while (i < n && s[i] != s[0])
		i += s[i] == '\\' ? 2 : 1;
	return MIN(i + 1, n);
}

static size_t word_length(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (isalnum((unsigned char)s[i]) || s[i] == '_'))
		i++;
	return i;
}

/* The length of the token at s, at least 1, and its class. */
static size_t token(const char *s, size_t n, bool *in_comment, const char **class)
{
	size_t len;

	*class = NULL;
	if (*in_comment || (n > 1 && s[0] == '/' && s[1] == '*')) {
		size_t skip = *in_comment ? 0 : 2;

		*class = "com";
		*in_comment = true;
		return skip + comment_length(s + skip, n - skip, in_comment);
	}
	if (n > 1 && s[0] == '/' && s[1] == '/') {
		*class = "com";
		return n;
	}
	if (*s == '"' || *s == '\'') {
		*class = "str";
		return literal_length(s, n);
	}
	len = word_length(s, n);
	if (len && isdigit((unsigned char)*s))
		*class = "numb";
	else if (len && is_keyword(s, len))
		*class = "kw";
	return MAX(len, (size_t)1);
}

void html_c_line(struct strbuf *out, const char *line, size_t len, bool *in_comment)
{
	size_t blank = 0, plain = 0, at = 0;
	const char *class;

	while (blank < len && (line[blank] == ' ' || line[blank] == '\t'))
		blank++;
	if (!*in_comment && blank < len && line[blank] == '#') {
		size_t word = blank + 1 + word_length(line + blank + 1, len - blank - 1);

		put(out, "pre", line, word);
		at = plain = word;
	}
	while (at < len) {
		size_t n = token(line + at, len - at, in_comment, &class);

		if (class) {
			put(out, NULL, line + plain, at - plain);
			put(out, class, line + at, n);
			plain = at + n;
		}
		at += n;
	}
	put(out, NULL, line + plain, len - plain);
}

/* Looks back a bounded way: a longer comment loses its colour. */
bool html_c_in_comment(const struct source *src, u32 nr)
{
	bool in_comment = false;
	const char *class;

	for (u32 i = nr > LOOK_BACK ? nr - LOOK_BACK : 1; i < nr; i++) {
		size_t len = 0, at = 0;
		const char *line = source_line(src, i, &len);

		while (line && at < len)
			at += token(line + at, len - at, &in_comment, &class);
	}
	return in_comment;
}
