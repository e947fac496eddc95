// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reader's lexical part: it looks at characters only, and never past the NUL of the text.
 * Errors are "name:line:col: what", with the column where the reader stands.
 */
#include "ir/ir_read_impl.h"

#include <stdarg.h>
#include <stdio.h>

u32 rd_col(const struct reader *r)
{
	return (u32)(r->p - r->line_at) + 1;
}

static int fail(struct reader *r, u32 line, u32 col, const char *fmt, va_list ap)
{
	char what[512];

	vsnprintf(what, sizeof(what), fmt, ap);
	return err_set(r->err, "%s:%u:%u: %s", r->name, line, col, what);
}

int rd_fail(struct reader *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fail(r, r->line, rd_col(r), fmt, ap);
	va_end(ap);
	return -1;
}

int rd_fail_at(struct reader *r, u32 line, u32 col, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fail(r, line, col, fmt, ap);
	va_end(ap);
	return -1;
}

void rd_space(struct reader *r)
{
	while (*r->p == ' ' || *r->p == '\t')
		r->p++;
}

char rd_peek(struct reader *r)
{
	rd_space(r);
	return *r->p == '#' ? '\n' : *r->p;
}

bool rd_take(struct reader *r, const char *punct)
{
	size_t n = strlen(punct);

	rd_space(r);
	if (strncmp(r->p, punct, n))
		return false;
	r->p += n;
	return true;
}

int rd_expect(struct reader *r, const char *punct)
{
	return rd_take(r, punct) ? 0 : rd_fail(r, "expected '%s'", punct);
}

bool rd_word(struct reader *r, const char *word)
{
	size_t n = strlen(word);

	rd_space(r);
	if (strncmp(r->p, word, n) || ir_is_ident_char(r->p[n]))
		return false;
	r->p += n;
	return true;
}

int rd_eol(struct reader *r)
{
	rd_space(r);
	if (*r->p == '#')
		r->p += strcspn(r->p, "\n");
	if (!*r->p)
		return 0;
	if (*r->p != '\n')
		return rd_fail(r, "expected the end of the line");
	r->line_at = ++r->p;
	r->line++;
	return 0;
}

bool rd_next_line(struct reader *r)
{
	for (;;) {
		if (rd_peek(r) != '\n')
			return *r->p != '\0';
		r->p += strcspn(r->p, "\n");
		if (!*r->p)
			return false;
		r->line_at = ++r->p;
		r->line++;
	}
}

int rd_ident(struct reader *r, struct strbuf *out)
{
	const char *from;

	rd_space(r);
	if (!ir_is_ident_start(*r->p))
		return rd_fail(r, "expected a name");
	for (from = r->p; ir_is_ident_char(*r->p); r->p++)
		;
	strbuf_reset(out);
	strbuf_add(out, from, (size_t)(r->p - from));
	return 0;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* Behind the backslash. */
static int rd_escape(struct reader *r, struct strbuf *out)
{
	static const char plain[] = "\"\\nt", meaning[] = "\"\\\n\t";
	const char *at = *r->p ? strchr(plain, *r->p) : NULL;
	int hi, lo;

	if (at) {
		strbuf_putc(out, meaning[at - plain]);
		r->p++;
		return 0;
	}
	if (*r->p != 'x')
		return rd_fail(r, "unknown escape in a string");
	hi = hex_digit(r->p[1]);
	lo = hi < 0 ? -1 : hex_digit(r->p[2]);
	if (lo < 0 || hi * 16 + lo == 0)
		return rd_fail(r, "\\x needs two lowercase hexadecimal digits, not 00");
	strbuf_putc(out, (char)(hi * 16 + lo));
	r->p += 3;
	return 0;
}

int rd_string(struct reader *r, struct strbuf *out)
{
	rd_space(r);
	if (*r->p != '"')
		return rd_fail(r, "expected a string");
	strbuf_reset(out);
	for (r->p++; *r->p != '"';) {
		if (!*r->p || *r->p == '\n')
			return rd_fail(r, "the string does not end on its line");
		if (*r->p != '\\') {
			strbuf_putc(out, *r->p++);
			continue;
		}
		r->p++;
		if (rd_escape(r, out))
			return -1;
	}
	r->p++;
	return 0;
}

int rd_name(struct reader *r, struct strbuf *out)
{
	return rd_peek(r) == '"' ? rd_string(r, out) : rd_ident(r, out);
}

static int rd_digits(struct reader *r, u64 *out)
{
	u32 base = r->p[0] == '0' && r->p[1] == 'x' ? 16 : 10, nr = 0;
	const char *from = r->p;
	u64 n = 0;

	for (r->p += base == 16 ? 2 : 0;; r->p++, nr++) {
		int d = hex_digit(*r->p);

		if (d < 0 || (u32)d >= base)
			break;
		if (n > (UINT64_MAX - (u32)d) / base) {
			r->p = from;
			return rd_fail(r, "number too large");
		}
		n = n * base + (u32)d;
	}
	if (!nr || ir_is_ident_char(*r->p)) {
		r->p = from;
		return rd_fail(r, "expected a number");
	}
	*out = n;
	return 0;
}

int rd_int(struct reader *r, s64 *out)
{
	bool negative = rd_take(r, "-");
	u64 n;

	if (rd_digits(r, &n))
		return -1;
	if (negative && n > (u64)INT64_MAX + 1)
		return rd_fail(r, "number too small");
	*out = (s64)(negative ? 0 - n : n);
	return 0;
}

int rd_number(struct reader *r, u32 max, u32 *out)
{
	u64 n;

	rd_space(r);
	if (rd_digits(r, &n))
		return -1;
	if (n > max)
		return rd_fail(r, "number over %u", max);
	*out = (u32)n;
	return 0;
}

int rd_place(struct reader *r, u32 *out)
{
	*out = 1;
	if (*r->p != '~')
		return 0;
	r->p++;
	return rd_number(r, UINT32_MAX, out);
}

int rd_flag(struct reader *r, const struct ir_word *words, u32 max, u32 *flags)
{
	u32 n = 0;

	for (; words->word; words++) {
		if (rd_word(r, words->word)) {
			*flags |= words->value;
			return 1;
		}
	}
	if (!rd_word(r, "flags"))
		return 0;
	if (rd_number(r, max, &n))
		return -1;
	*flags |= n;
	return 1;
}
