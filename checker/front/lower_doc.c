// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kernel-doc: what the "Context:" section of a function's comment says becomes the annotation "context=TEXT".
 *
 * Input: the text before a declaration.  Output: the section's text.  It is text for people, so it is only a
 * hint; that the comment belongs to the declaration is told by its place: nothing but words stands between.
 * Cost: the comment is read once, backwards to its beginning; without a comment nothing is read.
 */
#include <string.h>
#include <strings.h>

#include "front/lower.h"

#define MAX_TEXT 200u		/* bytes kept of the section */
#define MAX_COMMENT 32768u	/* bytes looked at */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The kernel-doc comment that ends before end, but for blanks and words (attributes); false without one. */
static bool comment_before(const char *text, const char *end, const char **from, const char **to)
{
	const char *s = end, *limit;

	while (s > text && (is_blank(s[-1]) || is_word(s[-1])))
		s--;
	if (s - text < 5 || s[-1] != '/' || s[-2] != '*')
		return false;
	s -= 2;
	*to = s;
	limit = (size_t)(s - text) > MAX_COMMENT ? s - MAX_COMMENT : text;
	for (s--; s > limit; s--)
		if (s[-1] == '/' && s[0] == '*')
			break;
	if (s == limit || *to - s < 3 || s[1] != '*')
		return false;
	*from = s + 2;
	return true;
}

struct line {
	const char *s;		/* behind the blanks and the star */
	size_t len;
};

static const char *next_line(const char *s, const char *end, struct line *out)
{
	const char *nl = memchr(s, '\n', (size_t)(end - s)), *stop = nl ? nl : end;

	while (s < stop && is_blank(*s))
		s++;
	if (s < stop && *s == '*')
		s++;
	while (s < stop && is_blank(*s))
		s++;
	out->s = s;
	while (stop > s && is_blank(stop[-1]))
		stop--;
	out->len = (size_t)(stop - s);
	return nl ? nl + 1 : end;
}

static bool is_context(const struct line *l)
{
	return l->len >= 8 && !strncasecmp(l->s, "context:", 8);
}

/* "Return:", "@arg:": the next section begins. */
static bool is_section(const struct line *l)
{
	size_t i = 0;

	if (l->len && *l->s == '@')
		return true;
	while (i < l->len && is_word(l->s[i]))
		i++;
	return i && i < l->len && l->s[i] == ':';
}

static void append(struct strbuf *b, const char *s, size_t len)
{
	if (b->len && len && b->len < MAX_TEXT)
		strbuf_putc(b, ' ');
	for (size_t i = 0; i < len && b->len < MAX_TEXT; i++)
		strbuf_putc(b, (unsigned char)s[i] < ' ' ? ' ' : s[i]);
}

/* The section's lines up to the next section, or a blank line behind its first paragraph. */
static void section_text(const char *s, const char *end, struct strbuf *out)
{
	bool inside = false;
	struct line l;

	while (s < end && out->len < MAX_TEXT) {
		s = next_line(s, end, &l);
		if (!inside) {
			inside = is_context(&l);
			if (!inside)
				continue;
			for (l.s += 8, l.len -= 8; l.len && is_blank(*l.s); l.len--)
				l.s++;
		} else if (is_section(&l) || (!l.len && out->len)) {
			return;
		}
		append(out, l.s, l.len);
	}
}

/* Cut at the bound, the text must not end in half a character. */
static void drop_half(struct strbuf *b)
{
	while (b->len && ((unsigned char)b->buf[b->len - 1] & 0xc0) == 0x80)
		b->buf[--b->len] = '\0';
	if (b->len && (unsigned char)b->buf[b->len - 1] >= 0xc0)
		b->buf[--b->len] = '\0';
}

bool lower_doc(struct lower *lw, CXCursor decl, struct strbuf *out)
{
	const char *from, *to;
	const struct text *text;
	unsigned off;
	CXFile f;

	strbuf_reset(out);
	clang_getExpansionLocation(clang_getRangeStart(clang_getCursorExtent(decl)), &f, NULL, NULL, &off);
	text = lower_text_of(lw, f);
	if (!text || off > text->len || !comment_before(text->at, text->at + off, &from, &to))
		return false;
	section_text(from, to, out);
	if (out->len >= MAX_TEXT)
		drop_half(out);
	while (out->len && out->buf[out->len - 1] == ' ')
		out->buf[--out->len] = '\0';
	return out->len > 0;
}
