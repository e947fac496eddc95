// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file of --suppressions: a line a suppression, three patterns and what they are for.
 *
 *	# gfpcheck-suppressions 1
 *	leak  drivers/staging/?*  *  until=2027-06 reason="staging is not reviewed yet"
 *	*     fs/bar.c     bar_get  id=0123456789abcdef reason="the caller holds a memalloc_nofs scope"
 *
 * A '*' of a pattern matches slashes, too.  The parser is strict: a word that it does not know is an error with its
 * place, so that no mistake in a line makes it match nothing, or everything, in silence.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "report/suppress.h"

static const char header[] = "# gfpcheck-suppressions 1";

struct parser {
	struct suppressions *out;
	const char *line, *p, *end;	/* of the current line */
	u32 lineno;
	bool (*is_check)(const char *id);
	struct err *err;
};

static int fail(struct parser *ps, const char *at, const char *fmt, ...) __printf(3, 4);

static int fail(struct parser *ps, const char *at, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return err_set(ps->err, "%s:%u:%u: %s", ps->out->path, ps->lineno, (u32)(at - ps->line) + 1, text);
}

static void skip_blanks(struct parser *ps)
{
	while (ps->p < ps->end && (*ps->p == ' ' || *ps->p == '\t' || *ps->p == '\r'))
		ps->p++;
}

static bool at_end(struct parser *ps)
{
	skip_blanks(ps);
	return ps->p == ps->end || *ps->p == '#';
}

static char *take_word(struct parser *ps)
{
	const char *s = ps->p;
	struct strbuf word = { 0 };

	while (ps->p < ps->end && !isspace((unsigned char)*ps->p))
		ps->p++;
	strbuf_add(&word, s, (size_t)(ps->p - s));
	return strbuf_detach(&word);
}

/* "..." with \" and \\; NULL and err. */
static char *take_quoted(struct parser *ps)
{
	const char *begin = ps->p++;
	struct strbuf text = { 0 };

	for (; ps->p < ps->end && *ps->p != '"'; ps->p++) {
		if (*ps->p == '\\' && ps->p + 1 < ps->end)
			ps->p++;
		strbuf_putc(&text, *ps->p);
	}
	if (ps->p == ps->end) {
		strbuf_free(&text);
		fail(ps, begin, "the quotation mark is not closed");
		return NULL;
	}
	ps->p++;
	strbuf_puts(&text, "");
	return strbuf_detach(&text);
}

static u32 number(const char *s, u32 digits)
{
	u32 v = 0;

	for (u32 i = 0; i < digits; i++)
		v = v * 10 + (u32)(s[i] - '0');
	return v;
}

static bool is_digits(const char *s, const char *form)
{
	for (; *form; form++, s++)
		if (*form == '0' ? !isdigit((unsigned char)*s) : *s != *form)
			return false;
	return !*s;
}

/* "2027-06-30", or "2027-06": to the end of that month. */
static int set_until(struct parser *ps, struct suppression *s, const char *at, const char *v)
{
	static const u8 days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool whole = is_digits(v, "0000-00-00");
	u32 month, day;

	if (!whole && !is_digits(v, "0000-00"))
		return fail(ps, at, "until=%s: a date is YYYY-MM-DD or YYYY-MM", v);
	month = number(v + 5, 2);
	if (month < 1 || month > 12)
		return fail(ps, at, "until=%s: there is no month %u", v, month);
	day = whole ? number(v + 8, 2) : days[month - 1];
	if (day < 1 || day > days[month - 1])
		return fail(ps, at, "until=%s: there is no day %u", v, day);
	s->until = number(v, 4) * 10000 + month * 100 + day;
	return 0;
}

static int set_id(struct parser *ps, struct suppression *s, const char *at, const char *v)
{
	if (strlen(v) != 16 || strspn(v, "0123456789abcdef") != 16)
		return fail(ps, at, "id=%s: a fingerprint is 16 hexadecimal digits", v);
	s->id = strtoull(v, NULL, 16);
	return 0;
}

static int set_text(struct parser *ps, char **field, const char *at, char *v)
{
	if (*field || !*v) {
		int ret = *field ? fail(ps, at, "said twice") : fail(ps, at, "the text is empty");

		free(v);
		return ret;
	}
	*field = v;
	return 0;
}

/* One key=value; the value of reason and message may be quoted. */
static int read_pair(struct parser *ps, struct suppression *s)
{
	const char *at = ps->p, *eq = memchr(at, '=', (size_t)(ps->end - at));
	size_t n = eq ? (size_t)(eq - at) : 0;
	char *value;
	int ret;

	if (!n || n > 16)
		return fail(ps, at, "expected id=, message=, until= or reason=");
	ps->p = eq + 1;
	value = ps->p < ps->end && *ps->p == '"' ? take_quoted(ps) : take_word(ps);
	if (!value)
		return -1;
	if (n == 6 && !strncmp(at, "reason", n))
		return set_text(ps, &s->reason, at, value);
	if (n == 7 && !strncmp(at, "message", n))
		return set_text(ps, &s->message, at, value);
	if (n == 5 && !strncmp(at, "until", n))
		ret = set_until(ps, s, at, value);
	else if (n == 2 && !strncmp(at, "id", n))
		ret = set_id(ps, s, at, value);
	else
		ret = fail(ps, at, "expected id=, message=, until= or reason=");
	free(value);
	return ret;
}

static int read_columns(struct parser *ps, struct suppression *s)
{
	char **const column[] = { &s->check, &s->file, &s->function };
	static const char *const what[] = { "check", "file", "function" };

	for (u32 i = 0; i < ARRAY_SIZE(column); i++) {
		const char *at;

		if (at_end(ps))
			return fail(ps, ps->p, "the pattern of the %s is missing (* matches all)", what[i]);
		at = ps->p;
		*column[i] = take_word(ps);
		if (strchr(*column[i], '='))
			return fail(ps, at, "the pattern of the %s is missing (* matches all)", what[i]);
	}
	return 0;
}

static int read_entry(struct parser *ps, struct suppression *s)
{
	s->line = ps->lineno;
	s->col = (u32)(ps->p - ps->line) + 1;
	if (read_columns(ps, s))
		return -1;
	if (strcmp(s->check, "*") && !ps->is_check(s->check))
		return fail(ps, ps->line + s->col - 1, "there is no check '%s'", s->check);
	while (!at_end(ps))
		if (read_pair(ps, s))
			return -1;
	if (!s->reason)
		return fail(ps, ps->p, "reason=\"...\" is missing: why can this stay?");
	return 0;
}

static int read_line(struct parser *ps)
{
	if (ps->lineno == 1) {
		if ((size_t)(ps->end - ps->p) != sizeof(header) - 1 || strncmp(ps->p, header, sizeof(header) - 1))
			return fail(ps, ps->p, "the first line must be '%s'", header);
		return 0;
	}
	if (at_end(ps))
		return 0;
	vec_push(&ps->out->at, (struct suppression){ 0 });
	return read_entry(ps, &vec_last(&ps->out->at));
}

int suppressions_parse(struct suppressions *s, const char *path, const char *text, size_t len, u32 today,
		       bool (*is_check)(const char *id), struct err *err)
{
	struct parser ps = { .out = s, .is_check = is_check, .err = err };
	const char *at = text, *end = text + len;
	int ret = 0;

	*s = (struct suppressions){ .path = xstrdup(path), .today = today };
	if (!len)
		return err_set(err, "%s:1:1: the first line must be '%s'", path, header);
	while (!ret && at < end) {
		const char *nl = memchr(at, '\n', (size_t)(end - at));

		ps.line = ps.p = at;
		ps.end = nl ? nl : end;
		ps.lineno++;
		ret = memchr(at, '\0', (size_t)(ps.end - at)) ? fail(&ps, at, "a NUL byte") : read_line(&ps);
		at = ps.end + 1;
	}
	return ret;
}

int suppressions_read(struct suppressions *s, const char *path, u32 today, bool (*is_check)(const char *id),
		      struct err *err)
{
	struct strbuf text = { 0 };
	int ret = file_read(path, &text, err);

	if (!ret)
		ret = suppressions_parse(s, path, strbuf_str(&text), text.len, today, is_check, err);
	strbuf_free(&text);
	return ret;
}

void suppressions_free(struct suppressions *s)
{
	for (u32 i = 0; i < s->at.nr; i++) {
		struct suppression *e = &s->at.at[i];

		free(e->check);
		free(e->file);
		free(e->function);
		free(e->message);
		free(e->reason);
	}
	vec_free(&s->at);
	free(s->path);
	s->path = NULL;
}

bool suppressions_have_date(const struct suppressions *s)
{
	for (u32 i = 0; i < s->at.nr; i++)
		if (s->at.at[i].until)
			return true;
	return false;
}

int suppress_today(u32 *out, struct err *err)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	time_t now = time(NULL);
	struct tm tm;

	if (epoch && *epoch) {
		char *end;

		now = (time_t)strtoll(epoch, &end, 10);
		if (*end || !isdigit((unsigned char)*epoch))
			return err_set(err, "SOURCE_DATE_EPOCH=%s: not a number of seconds", epoch);
	}
	if (!gmtime_r(&now, &tm) || tm.tm_year < 0 || tm.tm_year > 8099)
		return err_set(err, "SOURCE_DATE_EPOCH: out of range");
	*out = (u32)(tm.tm_year + 1900) * 10000 + (u32)(tm.tm_mon + 1) * 100 + (u32)tm.tm_mday;
	return 0;
}
