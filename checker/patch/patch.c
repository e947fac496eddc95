// SPDX-License-Identifier: GPL-2.0-only
/*
 * A series: one mbox, mail or diff after the other, those with a number in the order of their numbers.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "patch/patch.h"

#define MAX_BYTES (256u << 20)

void patch_free(struct patch_series *s)
{
	for (u32 i = 0; i < s->patch.nr; i++)
		free(s->patch.at[i].subject);
	for (u32 i = 0; i < s->file.nr; i++) {
		free(s->file.at[i].old_path);
		free(s->file.at[i].new_path);
	}
	vec_free(&s->patch);
	vec_free(&s->file);
	vec_free(&s->hunk);
	strbuf_free(&s->body);
	*s = (struct patch_series){ 0 };
}

/* "[PATCH net v3 02/17] ..." */
static void number_of(struct patch *p)
{
	const char *s = p->subject, *end = s ? strchr(s, ']') : NULL;

	if (!s || *s != '[' || !end)
		return;
	for (s++; s < end; s++) {
		const char *slash = s + strspn(s, "0123456789");

		if (slash == s || slash - s > 4 || !isspace((unsigned char)s[-1]) || *slash != '/' ||
		    !isdigit((unsigned char)slash[1]))
			continue;
		p->number = (u32)strtoul(s, NULL, 10);
		p->total = (u32)MIN(strtoul(slash + 1, NULL, 10), 9999ul);
		return;
	}
}

static int by_number(const void *pa, const void *pb)
{
	const struct patch *a = pa, *b = pb;

	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* Mail comes in any order; without numbers, or with those of several series, it stays as it came. */
static void sort_series(struct patch_series *s)
{
	for (u32 i = 0; i < s->patch.nr; i++)
		if (!s->patch.at[i].total || s->patch.at[i].total != s->patch.at[0].total)
			return;
	if (s->patch.nr)
		qsort(s->patch.at, s->patch.nr, sizeof(s->patch.at[0]), by_number);
}

static int read_one(struct patch_series *s, const char *name, const char *text, size_t len, u32 line, u32 strip,
		    struct err *err)
{
	struct patch p = { .order = s->patch.nr, .file = s->file.nr };
	struct mail m;
	u32 first;
	int ret;

	mail_read(text, len, &m);
	/* the lines of a decoded body are not those of the input: the mail's own is as near as it gets */
	first = m.body_line ? line + m.body_line - 1 : 1;
	ret = diff_read(s, name, strbuf_str(&m.body), m.body.len, first, strip, err);
	s->nr_mails += !m.is_plain;
	p.nr_file = s->file.nr - p.file;
	if (!ret && p.nr_file) {
		p.subject = m.subject;
		m.subject = NULL;
		number_of(&p);
		vec_push(&s->patch, p);
	}
	mail_free(&m);
	return ret;
}

int patch_read(struct patch_series *s, const char *name, const char *text, size_t len, u32 strip, struct err *err)
{
	u32 line = 1;

	if (len > MAX_BYTES || s->body.len > MAX_BYTES)
		return err_set(err, "%s: more than 256 MiB of patches", name);
	for (size_t at = 0; at < len;) {
		size_t n = mail_length(text + at, len - at);

		if (read_one(s, name, text + at, n, line, strip, err))
			return -1;
		for (size_t i = at; i < at + n; i++)
			line += text[i] == '\n';
		at += n;
	}
	sort_series(s);
	return 0;
}
