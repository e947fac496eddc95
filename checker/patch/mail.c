// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mails: an mbox to mails, headers, MIME parts, transfer encodings -> the text that a diff may stand in.
 *
 * Every text part of a multipart mail counts, also one that is attached; a part of another type counts when it is
 * called *.patch or *.diff.  What is damaged is taken as far as it goes: whether the diff in it is whole is for the
 * reader of diffs to say, and hunks count their lines.  Nesting is bounded.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "patch/patch.h"

#define MAX_NESTING 5u

/* ---- mbox ---- */

static size_t line_length(const char *s, size_t len)
{
	const char *nl = memchr(s, '\n', len);

	return nl ? (size_t)(nl - s) + 1 : len;
}

/* As git decides: "From X ... 12:34:56 2001", so that a sentence that begins with From is none. */
static bool is_from_line(const char *s, size_t len)
{
	size_t n = line_length(s, len);
	const char *colon;
	unsigned long year;

	if (n < 20 || strncmp(s, "From ", 5))
		return false;
	colon = memrchr(s, ':', n);
	if (!colon || colon < s + 10 || !isdigit((unsigned char)colon[-1]) || (size_t)(s + n - colon) < 8 ||
	    !isdigit((unsigned char)colon[1]) || !isdigit((unsigned char)colon[2]))
		return false;
	year = 0;
	for (const char *p = colon + 3; p < s + n && !year; p++)
		if (isdigit((unsigned char)*p) && p[-1] == ' ')
			for (; p < s + n && isdigit((unsigned char)*p) && year < 100000; p++)
				year = year * 10 + (unsigned long)(*p - '0');
	return year > 90;
}

size_t mail_length(const char *text, size_t len)
{
	size_t at = line_length(text, len);

	if (!is_from_line(text, len))
		return len;
	while (at < len && !is_from_line(text + at, len - at))
		at += line_length(text + at, len - at);
	return at;
}

/* ---- encodings ---- */

static int hex_digit(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = tolower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* in_word: of a header, where _ is a space. */
static void decode_quoted(const char *s, size_t len, bool in_word, struct strbuf *out)
{
	for (size_t i = 0; i < len; i++) {
		size_t end = i + 1;

		if (in_word && s[i] == '_') {
			strbuf_putc(out, ' ');
			continue;
		}
		if (s[i] != '=') {
			strbuf_putc(out, s[i]);
			continue;
		}
		while (end < len && (s[end] == ' ' || s[end] == '\t' || s[end] == '\r'))
			end++;
		if (end >= len || s[end] == '\n') {	/* a soft line break */
			i = end;
			continue;
		}
		if (i + 2 < len && hex_digit(s[i + 1]) >= 0 && hex_digit(s[i + 2]) >= 0) {
			strbuf_putc(out, (char)(hex_digit(s[i + 1]) * 16 + hex_digit(s[i + 2])));
			i += 2;
			continue;
		}
		strbuf_putc(out, '=');
	}
}

static void decode_base64(const char *s, size_t len, struct strbuf *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	u32 acc = 0, bits = 0;

	for (size_t i = 0; i < len && s[i] != '='; i++) {
		const char *d = s[i] ? strchr(digits, s[i]) : NULL;

		if (!d)
			continue;
		acc = acc << 6 | (u32)(d - digits);
		bits += 6;
		if (bits < 8)
			continue;
		bits -= 8;
		strbuf_putc(out, (char)(acc >> bits & 255));
	}
}

/* =?charset?q?text?= in a header; the charset is left as it is. */
static char *decode_words(const char *s)
{
	struct strbuf out = { 0 };

	while (*s) {
		const char *kind = NULL, *end = NULL;

		if (s[0] == '=' && s[1] == '?')
			kind = strchr(s + 2, '?');
		if (kind && kind[1] && kind[2] == '?')
			end = strstr(kind + 3, "?=");
		if (!end) {
			strbuf_putc(&out, *s++);
			continue;
		}
		if (tolower((unsigned char)kind[1]) == 'b')
			decode_base64(kind + 3, (size_t)(end - kind - 3), &out);
		else
			decode_quoted(kind + 3, (size_t)(end - kind - 3), true, &out);
		s = end + 2;
		/* white space between two of them does not count */
		if (!strncmp(s + strspn(s, " \t"), "=?", 2))
			s += strspn(s, " \t");
	}
	return strbuf_detach(&out);
}

/* ---- headers ---- */

struct headers {
	char *subject, *type, *encoding, *disposition;	/* owned, unfolded; NULL */
};

static void headers_free(struct headers *h)
{
	free(h->subject);
	free(h->type);
	free(h->encoding);
	free(h->disposition);
}

static bool is_header(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] > ' ' && s[n] != ':' && s[n] != 127)
		n++;
	return n && n < len && s[n] == ':';
}

static void take_header(struct headers *h, const char *s, size_t len)
{
	static const char *const name[] = { "subject:", "content-type:", "content-transfer-encoding:",
					    "content-disposition:" };
	char **const to[] = { &h->subject, &h->type, &h->encoding, &h->disposition };
	struct strbuf value = { 0 };

	for (u32 i = 0; i < ARRAY_SIZE(name); i++) {
		size_t n = strlen(name[i]);

		if (*to[i] || len < n || strncasecmp(s, name[i], n))
			continue;
		for (size_t k = n; k < len; k++)
			if (s[k] != '\r' && s[k] != '\n' && s[k] && (value.len || (s[k] != ' ' && s[k] != '\t')))
				strbuf_putc(&value, s[k]);
		strbuf_puts(&value, "");
		*to[i] = value.buf ? strbuf_detach(&value) : xstrdup("");
	}
}

/* Gives the length of the headers with the empty line behind them; 0: there are none. */
static size_t read_headers(const char *s, size_t len, struct headers *h)
{
	size_t at = 0;

	*h = (struct headers){ 0 };
	while (at < len) {
		size_t n = line_length(s + at, len - at), end = at + n;

		if (s[at] == '\n' || (s[at] == '\r' && n == 2))
			return end;
		if (!is_header(s + at, n))
			return 0;
		while (end < len && (s[end] == ' ' || s[end] == '\t'))
			end += line_length(s + end, len - end);
		take_header(h, s + at, end - at);
		at = end;
	}
	return at;
}

/* The value of ; name=value or ; name="value"; the caller owns it. */
static char *parameter(const char *header, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = header ? strchr(header, ';') : NULL; s; s = strchr(s, ';')) {
		size_t len;
		char *out;

		s++;
		s += strspn(s, " \t");
		if (strncasecmp(s, name, n) || s[n] != '=')
			continue;
		s += n + 1;
		len = *s == '"' ? strcspn(++s, "\"") : strcspn(s, "; \t");
		out = xcalloc(len + 1, 1);
		memcpy(out, s, len);
		return out;
	}
	return NULL;
}

/* ---- parts ---- */

static bool is_wanted(const struct headers *h)
{
	char *name;
	size_t n;
	bool yes;

	if (!h->type || !strncasecmp(h->type, "text/", 5))
		return !h->type || strncasecmp(h->type, "text/html", 9);
	name = parameter(h->disposition, "filename");
	if (!name)
		name = parameter(h->type, "name");
	n = name ? strlen(name) : 0;
	yes = (n > 6 && !strcmp(name + n - 6, ".patch")) || (n > 5 && !strcmp(name + n - 5, ".diff"));
	free(name);
	return yes;
}

static void put_lines(const char *s, size_t len, struct strbuf *out)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] != '\r' || i + 1 >= len || s[i + 1] != '\n')
			strbuf_putc(out, s[i]);
}

static void put_leaf(const struct headers *h, const char *s, size_t len, struct mail *m)
{
	struct strbuf text = { 0 };

	if (!is_wanted(h))
		return;
	if (h->encoding && !strncasecmp(h->encoding, "quoted-printable", 16))
		decode_quoted(s, len, false, &text);
	else if (h->encoding && !strncasecmp(h->encoding, "base64", 6))
		decode_base64(s, len, &text);
	else
		strbuf_add(&text, s, len);
	if (text.len != len)
		m->body_line = 0;
	put_lines(strbuf_str(&text), text.len, &m->body);
	if (m->body.len && m->body.buf[m->body.len - 1] != '\n')
		strbuf_putc(&m->body, '\n');
	strbuf_free(&text);
}

static void put_part(const struct headers *h, const char *s, size_t len, u32 depth, struct mail *m);

static void put_multipart(const char *mark, const char *s, size_t len, u32 depth, struct mail *m)
{
	size_t n = strlen(mark), at = 0, begin = SIZE_MAX;

	m->body_line = 0;
	while (at < len) {
		size_t l = line_length(s + at, len - at);
		bool is_mark = l >= n + 2 && !strncmp(s + at, "--", 2) && !strncmp(s + at + 2, mark, n);

		if (is_mark && begin != SIZE_MAX) {
			struct headers h;
			size_t skip = read_headers(s + begin, at - begin, &h);

			put_part(&h, s + begin + skip, at - begin - skip, depth + 1, m);
			headers_free(&h);
		}
		at += l;
		if (!is_mark)
			continue;
		begin = at;
		if (l >= n + 4 && !strncmp(s + at - l + 2 + n, "--", 2))
			return;
	}
}

static void put_part(const struct headers *h, const char *s, size_t len, u32 depth, struct mail *m)
{
	bool is_multi = h->type && !strncasecmp(h->type, "multipart/", 10);
	char *mark = is_multi ? parameter(h->type, "boundary") : NULL;

	if (mark && *mark && depth < MAX_NESTING)
		put_multipart(mark, s, len, depth, m);
	else if (!is_multi)
		put_leaf(h, s, len, m);
	free(mark);
}

static u32 count_lines(const char *s, size_t len)
{
	u32 nr = 0;

	for (size_t i = 0; i < len; i++)
		nr += s[i] == '\n';
	return nr;
}

void mail_free(struct mail *m)
{
	free(m->subject);
	strbuf_free(&m->body);
}

void mail_read(const char *text, size_t len, struct mail *out)
{
	size_t skip = is_from_line(text, len) ? line_length(text, len) : 0, at;
	struct headers h;

	*out = (struct mail){ 0 };
	at = read_headers(text + skip, len - skip, &h);
	if (!at || (!skip && !h.subject && !h.type)) {
		headers_free(&h);
		out->is_plain = true;
		out->body_line = 1;
		strbuf_add(&out->body, text, len);
		return;
	}
	if (h.subject)
		out->subject = decode_words(h.subject);
	out->body_line = 1 + count_lines(text, skip + at);
	put_part(&h, text + skip + at, len - skip - at, 0, out);
	headers_free(&h);
}
