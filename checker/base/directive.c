// SPDX-License-Identifier: GPL-2.0-only
/* See directive.h. */
#include "base/directive.h"

#include <string.h>

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static const char *blanks(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t' || (*s == '\\' && end - s > 1 && s[1] == '\n')))
		s += *s == '\\' ? 2 : 1;
	return s;
}

/* Behind the comment that begins at s; s when none does. */
static const char *comment(const char *s, const char *end)
{
	const char *at;

	if (end - s < 2 || s[0] != '/')
		return s;
	if (s[1] == '*') {
		at = memmem(s + 2, (size_t)(end - s - 2), "*/", 2);
		return at ? at + 2 : end;
	}
	if (s[1] == '/') {
		at = memchr(s, '\n', (size_t)(end - s));
		return at ? at : end;
	}
	return s;
}

/* The end of the line that goes on as long as it ends in a backslash. */
static const char *line_end(const char *s, const char *end)
{
	for (; s < end && *s != '\n'; s++) {
		const char *behind = comment(s, end);

		if (behind > s)
			s = behind - 1;
		else if (*s == '\\' && end - s > 1)
			s++;
	}
	return s < end ? s : end;
}

static enum directive_kind kind_of(const char *s, size_t n)
{
	static const char *const name[DIR_OTHER] = {
		[DIR_INCLUDE] = "include", [DIR_DEFINE] = "define", [DIR_UNDEF] = "undef", [DIR_IF] = "if",
		[DIR_IFDEF] = "ifdef", [DIR_IFNDEF] = "ifndef", [DIR_PRAGMA] = "pragma",
	};

	for (int i = 0; i < DIR_OTHER; i++)
		if (strlen(name[i]) == n && !memcmp(name[i], s, n))
			return (enum directive_kind)i;
	return DIR_OTHER;
}

bool directive_next(struct directives *d, struct directive *out)
{
	const char *s = d->at, *end = d->end, *word;

	for (; s < end; s = line_end(s, end)) {
		/* to the first character of the line, or of one behind it, that is neither blank nor comment */
		for (const char *from = NULL; s != from;) {
			from = s;
			while (s < end && (*s == '\n' || *s == '\r' || *s == '\f'))
				s++;
			s = comment(blanks(s, end), end);
		}
		if (s < end && *s == '#')
			break;
	}
	if (s >= end) {
		d->at = end;
		return false;
	}
	word = blanks(s + 1, end);
	for (s = word; s < end && is_word(*s); s++)
		;
	out->kind = kind_of(word, (size_t)(s - word));
	out->arg = blanks(s, end);
	d->at = line_end(out->arg, end);
	out->len = (size_t)(d->at - out->arg);
	return true;
}

size_t directive_name(const struct directive *d)
{
	size_t n = 0;

	while (n < d->len && is_word(d->arg[n]))
		n++;
	return n && (d->arg[0] < '0' || d->arg[0] > '9') ? n : 0;
}

const char *directive_path(const struct directive *d, size_t *len)
{
	const char *end;

	if (d->len < 2 || (d->arg[0] != '"' && d->arg[0] != '<'))
		return NULL;
	end = memchr(d->arg + 1, d->arg[0] == '"' ? '"' : '>', d->len - 1);
	if (!end)
		return NULL;
	*len = (size_t)(end - d->arg - 1);
	return d->arg + 1;
}

const char *identifier_next(const char *s, const char *end, size_t *len)
{
	while (s < end) {
		const char *behind = comment(s, end), *from = s;

		if (behind > s) {
			s = behind;
			continue;
		}
		for (; s < end && is_word(*s); s++)
			;
		if (s > from && (*from < '0' || *from > '9')) {
			*len = (size_t)(s - from);
			return from;
		}
		if (s == from)
			s++;
	}
	return NULL;
}

/* X of `!defined(X)` or `!defined X`. */
static const char *not_defined(const struct directive *d, size_t *len)
{
	const char *end = d->arg + d->len, *s = d->arg;

	if (s == end || *s++ != '!')
		return NULL;
	s = identifier_next(s, end, len);
	if (!s || *len != 7 || memcmp(s, "defined", 7))
		return NULL;
	return identifier_next(s + *len, end, len);
}

const char *text_guard(const char *text, size_t size, size_t *len)
{
	struct directives at = { text, text + size };
	const char *guard = NULL;
	struct directive d;

	for (*len = 0; directive_next(&at, &d) && !guard;) {
		if (d.kind == DIR_PRAGMA)
			return d.len >= 4 && !memcmp(d.arg, "once", 4) ? "" : NULL;
		/* trace events name their system first */
		if (d.kind == DIR_DEFINE || d.kind == DIR_UNDEF)
			continue;
		if (d.kind == DIR_IFNDEF)
			guard = (*len = directive_name(&d)) ? d.arg : NULL;
		else if (d.kind == DIR_IF)
			guard = not_defined(&d, len);
		if (!guard)
			return NULL;
	}
	/* what stands behind it */
	if (!guard || d.kind != DIR_DEFINE || directive_name(&d) != *len || memcmp(d.arg, guard, *len))
		return NULL;
	return *len == d.len || d.arg[*len] != '(' ? guard : NULL;
}
