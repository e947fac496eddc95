// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the C API does not say and the source text does: which parts of a `for` are there, whether an asm statement
 * is `asm goto`, and which labels it names.
 *
 * Text is only a hint: it is looked at where the keyword is spelled (maybe in a macro's body), and when it does not
 * fit what libclang shows the caller falls back to what is safe.  Cost: the length of the statement's head.
 */
#include <stdlib.h>
#include <string.h>

#include "front/lower.h"

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\\';
}

char *lower_path_of(CXFile f)
{
	CXString s = clang_getFileName(f);
	char *path = path_normal(clang_getCString(s));

	clang_disposeString(s);
	return path;
}

static struct text text_of(struct lower *lw, CXFile f)
{
	char *path = lower_path_of(f);
	struct text t = { 0 };

	if (path[0] == '/' || text_overlay(lw->cfg, path))
		t = texts_get(lw->texts, lw->cfg, path);
	else
		t.at = clang_getFileContents(lw->tu, f, &t.len);
	free(path);
	return t;
}

const struct text *lower_text_of(struct lower *lw, CXFile f)
{
	u64 key = (u64)(uintptr_t)f;
	u32 i;

	if (!f)
		return NULL;
	i = map_get(&lw->text_map, key);
	if (i == MAP_NONE) {
		i = lw->text.nr;
		vec_push(&lw->text, text_of(lw, f));
		map_put(&lw->text_map, key, i);
	}
	return lw->text.at[i].at ? &lw->text.at[i] : NULL;
}

/* The text from where the cursor is spelled to the end of that file; NULL without one. */
static const char *spelled(struct lower *lw, CXCursor c, const char **end)
{
	const struct text *text;
	unsigned off;
	CXFile f;

	clang_getSpellingLocation(clang_getCursorLocation(c), &f, NULL, NULL, &off);
	text = lower_text_of(lw, f);
	if (!text || off >= text->len)
		return NULL;
	*end = text->at + text->len;
	return text->at + off;
}

/* Behind the comment, string or character that begins at s; s when none does. */
static const char *skip_quoted(const char *s, const char *end)
{
	const char *at;
	char quote = *s;

	if (quote == '/' && end - s > 1 && s[1] == '*') {
		at = memmem(s + 2, (size_t)(end - s - 2), "*/", 2);
		return at ? at + 2 : end;
	}
	if (quote == '/' && end - s > 1 && s[1] == '/') {
		at = memchr(s, '\n', (size_t)(end - s));
		return at ? at : end;
	}
	if (quote != '"' && quote != '\'')
		return s;
	for (s++; s < end && *s != quote && *s != '\n'; s++)
		if (*s == '\\' && end - s > 1)
			s++;
	return s < end ? s + 1 : end;
}

bool lower_for_parts(struct lower *lw, CXCursor c, bool present[3])
{
	u32 depth = 0, part = 0;
	const char *s, *end, *next;

	present[0] = present[1] = present[2] = false;
	s = spelled(lw, c, &end);
	if (!s || end - s < 4 || strncmp(s, "for", 3) || is_word(s[3]))
		return false;
	for (s += 3; s < end; s = next) {
		bool quoted;

		next = skip_quoted(s, end);
		quoted = next > s;
		if (!quoted)
			next = s + 1;
		if (quoted ? *s == '/' : is_blank(*s))
			continue;
		if (!quoted && (*s == ')' || *s == ']' || *s == '}') && !--depth)
			return part == 2;
		if (!quoted && *s == ';' && depth == 1) {
			if (++part > 2)
				return false;
			continue;
		}
		if (depth)
			present[part] = true;
		if (!quoted && (*s == '(' || *s == '[' || *s == '{'))
			depth++;
		if (!depth)
			return false;
	}
	return false;
}

bool lower_begins_with(struct lower *lw, CXCursor c, char first)
{
	const char *end, *text = spelled(lw, c, &end);

	return text && *text == first;
}

bool lower_is_asm_goto(struct lower *lw, CXCursor c)
{
	const char *end, *text = spelled(lw, c, &end), *open;

	if (!text)
		return true;
	open = memchr(text, '(', (size_t)(end - text));
	if (!open || memmem(text, (size_t)(open - text), "goto", 4))
		return true;
	return strncmp(text, "asm", 3) && strncmp(text, "__asm", 5);
}

const char *lower_extent_text(struct lower *lw, CXCursor c, size_t *len)
{
	CXSourceRange r = clang_getCursorExtent(c);
	const struct text *text;
	unsigned from, to;
	CXFile f, g;

	*len = 0;
	clang_getExpansionLocation(clang_getRangeStart(r), &f, NULL, NULL, &from);
	clang_getExpansionLocation(clang_getRangeEnd(r), &g, NULL, NULL, &to);
	if (!f || !g || !clang_File_isEqual(f, g))
		return "";
	text = lower_text_of(lw, f);
	if (!text || from >= to || to > text->len)
		return "";
	*len = to - from;
	return text->at + from;
}

bool lower_text_names(const char *text, size_t len, const char *word)
{
	const char *end = text + len, *s = text, *from;
	size_t n = strlen(word);

	while (s < end) {
		s = skip_quoted(from = s, end);
		if (s > from)
			continue;
		for (; s < end && is_word(*s); s++)
			;
		if ((size_t)(s - from) == n && !memcmp(from, word, n))
			return true;
		if (s == from)
			s++;
	}
	return false;
}
