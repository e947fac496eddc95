// SPDX-License-Identifier: GPL-2.0-only
/*
 * See renames.h.  A line is a letter with a number, and one or two names, with tabs between:
 *
 *	R096	drivers/x/old.c	drivers/y/new.c
 *	M	fs/z.c
 *
 * Only R counts: the origin of a copy (C) is still there.  git quotes names with special bytes as C strings.
 */
#include "report/renames.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"

struct parser {
	const char *name, *line;
	u32 lineno;
	struct err *err;
};

static int fail(const struct parser *ps, const char *at, const char *what)
{
	return err_set(ps->err, "%s:%u:%u: %s", ps->name, ps->lineno, (u32)(at - ps->line) + 1, what);
}

/* One byte behind a backslash; moves *s behind it. */
static char unescape(const char **s)
{
	static const char from[] = "abfnrtv\\\"", to[] = "\a\b\f\n\r\t\v\\\"";
	const char *hit = **s ? strchr(from, **s) : NULL;
	u32 v = 0;

	if (hit) {
		(*s)++;
		return to[hit - from];
	}
	for (u32 i = 0; i < 3 && **s >= '0' && **s <= '7'; i++)
		v = v * 8 + (u32)(*(*s)++ - '0');
	return (char)v;
}

/* s to end, without the quotation marks.  NULL: not closed, or empty. */
static char *take_name(const char *s, const char *end)
{
	struct strbuf out = { 0 };
	bool quoted = s < end && *s == '"';

	if (s == end || (quoted && (end - s < 3 || end[-1] != '"')))
		return NULL;
	if (!quoted) {
		strbuf_add(&out, s, (size_t)(end - s));
		return strbuf_detach(&out);
	}
	for (s++, end--; s < end;) {
		char c = *s++;

		if (c == '\\')
			c = unescape(&s);
		if (c)
			strbuf_putc(&out, c);
	}
	strbuf_puts(&out, "");
	return strbuf_detach(&out);
}

static int read_rename(struct renames *rn, const struct parser *ps, const char *tab, const char *end)
{
	const char *second = memchr(tab + 1, '\t', (size_t)(end - tab - 1));
	struct rename_pair pair;

	if (!second)
		return fail(ps, tab + 1, "a rename needs two names with a tab between");
	pair.from = take_name(tab + 1, second);
	pair.to = pair.from ? take_name(second + 1, end) : NULL;
	if (!pair.to) {
		free(pair.from);
		return fail(ps, pair.from ? second + 1 : tab + 1, "no name");
	}
	map_put(&rn->by_to, hash_str(pair.to), rn->at.nr);
	vec_push(&rn->at, pair);
	return 0;
}

static int read_line(struct renames *rn, struct parser *ps, const char *end)
{
	const char *tab = memchr(ps->line, '\t', (size_t)(end - ps->line));

	if (end == ps->line)
		return 0;
	if (!tab || !strchr("ACDMRTUX", *ps->line) || strspn(ps->line + 1, "0123456789") != (size_t)(tab - ps->line - 1))
		return fail(ps, ps->line, "not the output of 'git diff -M --name-status'");
	return *ps->line == 'R' ? read_rename(rn, ps, tab, end) : 0;
}

int renames_parse(struct renames *rn, const char *name, const char *text, size_t len, struct err *err)
{
	struct parser ps = { .name = name, .err = err };
	const char *end = text + len;

	for (ps.line = text; ps.line < end;) {
		const char *nl = memchr(ps.line, '\n', (size_t)(end - ps.line)), *stop = nl ? nl : end;

		ps.lineno++;
		if (read_line(rn, &ps, stop))
			return -1;
		ps.line = stop + 1;
	}
	return 0;
}

int renames_read(struct renames *rn, const char *path, struct err *err)
{
	bool is_stdin = !strcmp(path, "-");
	struct strbuf text = { 0 };
	int ret = file_read(is_stdin ? "/dev/stdin" : path, &text, err);

	if (!ret)
		ret = renames_parse(rn, is_stdin ? "stdin" : path, strbuf_str(&text), text.len, err);
	strbuf_free(&text);
	return ret;
}

void renames_free(struct renames *rn)
{
	for (u32 i = 0; i < rn->at.nr; i++) {
		free(rn->at.at[i].from);
		free(rn->at.at[i].to);
	}
	vec_free(&rn->at);
	map_free(&rn->by_to);
}

const char *renames_old_name(const struct renames *rn, const char *file)
{
	u32 i = rn ? map_get(&rn->by_to, hash_str(file)) : MAP_NONE;

	return i == MAP_NONE || strcmp(rn->at.at[i].to, file) ? file : rn->at.at[i].from;
}
