// SPDX-License-Identifier: GPL-2.0-only
/*
 * The part of Markdown that the pages of the checks use: headings, paragraphs, lists of one level, tables, fenced
 * code, `code` and *emphasis*.  Everything else is text, and all text is escaped: a page can hold no markup of its own.
 */
#include <string.h>

#include "report/html.h"
#include "report/xml.h"

enum block { BLOCK_NONE, BLOCK_TEXT, BLOCK_LIST, BLOCK_NUMBERS, BLOCK_TABLE, BLOCK_CODE };

struct markdown {
	struct strbuf *out;
	enum block block;
	u32 row;		/* of a table */
};

static void put_inline(struct strbuf *out, const char *s, size_t n)
{
	while (n) {
		char mark = *s;
		const char *end = (mark == '`' || mark == '*') && n > 1 ? memchr(s + 1, mark, n - 1) : NULL;
		size_t len;

		if (end && end > s + 1 && s[1] != ' ') {
			len = (size_t)(end - s) + 1;
			strbuf_puts(out, mark == '`' ? "<code>" : "<em>");
			xml_add(out, s + 1, len - 2);
			strbuf_puts(out, mark == '`' ? "</code>" : "</em>");
		} else {
			len = 1;
			while (len < n && s[len] != '`' && s[len] != '*')
				len++;
			xml_add(out, s, len);
		}
		s += len;
		n -= len;
	}
}

static void close_block(struct markdown *m)
{
	static const char *const ends[] = { "", "</p>\n", "</li></ul>\n", "</li></ol>\n", "</table>\n", "</pre>\n" };

	strbuf_puts(m->out, ends[m->block]);
	m->block = BLOCK_NONE;
}

static void put_heading(struct markdown *m, const char *s, size_t n)
{
	size_t level = strspn(s, "#");

	close_block(m);
	level = MIN(level, (size_t)4);
	strbuf_printf(m->out, "<h%zu>", level);
	put_inline(m->out, s + level, n - level);
	strbuf_printf(m->out, "</h%zu>\n", level);
}

/* The text behind "- " or "12. ", and which of them; NULL when there is none. */
static const char *item_text(const char *s, size_t n, enum block *kind)
{
	size_t digits = strspn(s, "0123456789");

	*kind = digits ? BLOCK_NUMBERS : BLOCK_LIST;
	if (digits && digits + 2 < n && !strncmp(s + digits, ". ", 2))
		return s + digits + 2;
	return n > 2 && !strncmp(s, "- ", 2) ? s + 2 : NULL;
}

static void put_item(struct markdown *m, enum block kind, const char *s, size_t n)
{
	if (m->block != kind) {
		close_block(m);
		strbuf_puts(m->out, kind == BLOCK_LIST ? "<ul><li>" : "<ol><li>");
		m->block = kind;
	} else {
		strbuf_puts(m->out, "</li>\n<li>");
	}
	put_inline(m->out, s, n);
}

/* "| a | b |"; the second row is the line below the head. */
static void put_row(struct markdown *m, const char *s, size_t n)
{
	const char *cell = m->row ? "td" : "th", *end = s + n;

	if (m->block != BLOCK_TABLE) {
		close_block(m);
		m->block = BLOCK_TABLE;
		m->row = 0;
		cell = "th";
		strbuf_puts(m->out, "<table>\n");
	}
	if (m->row++ == 1)
		return;
	strbuf_puts(m->out, "<tr>");
	for (s++; s < end;) {
		const char *bar = memchr(s, '|', (size_t)(end - s));
		size_t len = bar ? (size_t)(bar - s) : (size_t)(end - s);

		strbuf_printf(m->out, "<%s>", cell);
		put_inline(m->out, s, len);
		strbuf_printf(m->out, "</%s>", cell);
		s += len + 1;
	}
	strbuf_puts(m->out, "</tr>\n");
}

static void put_text(struct markdown *m, const char *s, size_t n)
{
	if (m->block == BLOCK_NONE || m->block == BLOCK_TABLE) {
		close_block(m);
		strbuf_puts(m->out, "<p>");
		m->block = BLOCK_TEXT;
	} else {
		strbuf_putc(m->out, '\n');
	}
	put_inline(m->out, s, n);
}

static void put_code(struct markdown *m, const char *s, size_t n)
{
	bool in_comment = false;

	html_c_line(m->out, s, n, &in_comment);
	strbuf_putc(m->out, '\n');
}

static void put_line(struct markdown *m, const char *s, size_t n)
{
	bool fence = !strncmp(s, "```", 3);
	enum block kind;
	const char *item = item_text(s, n, &kind);

	if (fence && m->block == BLOCK_CODE) {
		close_block(m);
	} else if (m->block == BLOCK_CODE) {
		put_code(m, s, n);
	} else if (fence) {
		close_block(m);
		strbuf_puts(m->out, "<pre>");
		m->block = BLOCK_CODE;
	} else if (!n) {
		close_block(m);
	} else if (*s == '#') {
		put_heading(m, s, n);
	} else if (item) {
		put_item(m, kind, item, n - (size_t)(item - s));
	} else if (*s == '|') {
		put_row(m, s, n);
	} else {
		put_text(m, s, n);
	}
}

void html_markdown(struct strbuf *out, const char *text)
{
	struct markdown m = { .out = out };

	for (size_t n; *text; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		put_line(&m, text, n);
	}
	close_block(&m);
}
