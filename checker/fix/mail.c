// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mails, as git format-patch writes them: a subject with the part of the tree, what was wrong and how it is known, the
 * diff.  No line of prose is longer than 72 columns; lines of the proof begin with a place, which checkpatch allows to
 * be longer.
 */
#include "fix/mail.h"

#include <ctype.h>
#include <string.h>
#include <time.h>

#define COLUMNS 72u

/* "drivers/net/ethernet/intel/ice/ice_gnss.c" -> "ice: ice_gnss: " */
static void put_prefix(const char *path, struct strbuf *out)
{
	const char *slash = strrchr(path, '/'), *dir = slash, *dot = strrchr(path, '.');

	while (dir && dir > path && dir[-1] != '/')
		dir--;
	if (dir) {
		strbuf_add(out, dir, (size_t)(slash - dir));
		strbuf_puts(out, ": ");
	}
	slash = slash ? slash + 1 : path;
	strbuf_add(out, slash, dot && dot > slash ? (size_t)(dot - slash) : strlen(slash));
	strbuf_puts(out, ": ");
}

static void put_subject(const struct mail *m, struct strbuf *out)
{
	put_prefix(m->a->part.at[0].src->path, out);
	strbuf_printf(out, "%s", m->a->what);
	if (m->f->at.func)
		strbuf_printf(out, " in %s()", report_str(m->r, m->f->at.func));
}

void mail_file_name(const struct mail *m, struct strbuf *out)
{
	struct strbuf subject = { 0 };
	bool dash = true;

	put_subject(m, &subject);
	strbuf_printf(out, "%04u-", m->number);
	for (const char *s = strbuf_str(&subject); *s && out->len < 57; s++) {
		bool word = isalnum((unsigned char)*s) || *s == '_';

		if (word)
			strbuf_putc(out, *s);
		else if (!dash)
			strbuf_putc(out, '-');
		dash = !word;
	}
	while (out->len && out->buf[out->len - 1] == '-')
		out->buf[--out->len] = '\0';
	strbuf_puts(out, ".patch");
	strbuf_free(&subject);
}

static void put_wrapped(const char *s, struct strbuf *out)
{
	size_t column = 0;

	while (*s) {
		size_t blanks = strspn(s, " \n\t"), n;

		s += blanks;
		n = strcspn(s, " \n\t");
		if (!n)
			break;
		if (column && column + 1 + n > COLUMNS) {
			strbuf_putc(out, '\n');
			column = 0;
		} else if (column) {
			strbuf_putc(out, ' ');
			column++;
		}
		strbuf_add(out, s, n);
		column += n;
		s += n;
	}
	strbuf_putc(out, '\n');
}

static void put_place(const struct mail *m, const struct place *at, const char *text, struct strbuf *out)
{
	strbuf_printf(out, "  %s:%u: %s\n", report_str(m->r, at->file), at->line, text);
}

static void put_proof(const struct mail *m, struct strbuf *out)
{
	strbuf_putc(out, '\n');
	put_wrapped(fix_proof(m->f->check), out);
	strbuf_putc(out, '\n');
	for (u32 i = 0; i < m->f->step_nr; i++) {
		const struct step *s = &m->r->step.at[m->f->step_at + i];

		put_place(m, &s->at, report_str(m->r, s->text), out);
	}
	put_place(m, &m->f->at, report_str(m->r, m->f->message), out);
	for (u32 i = 0; i < m->f->related_nr; i++) {
		const struct step *s = &m->r->step.at[m->f->related_at + i];

		put_place(m, &s->at, report_str(m->r, s->text), out);
	}
	if (m->a->calls)
		strbuf_printf(out, "\nThe calls:\n\n%s", m->a->calls);
	strbuf_putc(out, '\n');
}

static void put_checked(const struct mail *m, struct strbuf *out)
{
	struct strbuf text = { 0 };

	strbuf_printf(&text, "Found by gfpcheck (%s), and made by its %s. With it, the finding is gone and no other one "
		      "appears in the %llu functions that were linked. Not tested on hardware.", m->f->check, m->a->part.at[0].cocci,
		      (unsigned long long)m->r->nr_functions);
	put_wrapped(strbuf_str(&text), out);
	strbuf_free(&text);
}

static void put_date(s64 date, struct strbuf *out)
{
	time_t t = (time_t)date;
	struct tm tm;
	char text[64];

	gmtime_r(&t, &tm);
	strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S +0000", &tm);
	strbuf_printf(out, "Date: %s\n", text);
}

void mail_write(const struct mail *m, struct strbuf *out)
{
	strbuf_puts(out, "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n");
	strbuf_printf(out, "From: %s <%s>\n", m->name ? m->name : "gfpcheck", m->name ? m->email : "gfpcheck@localhost");
	put_date(m->date, out);
	strbuf_puts(out, m->of > 1 ? "" : "Subject: [PATCH] ");
	if (m->of > 1)
		strbuf_printf(out, "Subject: [PATCH %u/%u] ", m->number, m->of);
	put_subject(m, out);
	strbuf_puts(out, "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n");
	put_wrapped(m->a->why, out);
	put_proof(m, out);
	put_checked(m, out);
	if (m->name)
		strbuf_printf(out, "\nSigned-off-by: %s <%s>\n", m->name, m->email);
	strbuf_printf(out, "---\n%s-- \ngfpcheck %s\n\n", m->diff, GFPCHECK_VERSION);
}
