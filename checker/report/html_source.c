// SPDX-License-Identifier: GPL-2.0-only
/*
 * The source around the steps of a finding: a table a stretch of lines, each step below its line and at its column.
 * Stretches that touch become one; files come in the order in which the proof first enters them.  What cannot be read
 * (a generated file, a changed tree) is said, not left out.
 */
#include <stdlib.h>
#include <string.h>

#include "report/html.h"
#include "report/xml.h"

#define BEFORE 7u
#define AFTER 5u
#define MAX_INDENT 72u
#define MAX_LINE 400u

struct stretch {
	u32 file;		/* string id */
	u32 first, last;	/* lines */
};

struct excerpt {
	struct html *h;
	const struct finding *f;
	VEC(struct stretch) at;
};

static int by_first(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

/* All lines around steps in that file, merged. */
static void add_file(struct excerpt *e, u32 file)
{
	const struct report *r = e->h->r;
	u32 from = e->at.nr, kept;

	for (u32 i = 0; i < e->f->step_nr; i++) {
		const struct place *at = &r->step.at[e->f->step_at + i].at;
		u32 first = at->line > BEFORE ? at->line - BEFORE : 1;

		if (at->file == file)
			vec_push(&e->at, (struct stretch){ file, first, at->line + AFTER });
	}
	qsort(e->at.at + from, e->at.nr - from, sizeof(*e->at.at), by_first);
	kept = from;
	for (u32 i = from + 1; i < e->at.nr; i++) {
		struct stretch *last = &e->at.at[kept], *next = &e->at.at[i];

		if (next->first <= last->last + 3)
			last->last = MAX(last->last, next->last);
		else
			e->at.at[++kept] = *next;
	}
	e->at.nr = kept + 1;
}

static void collect(struct excerpt *e)
{
	const struct step *step = &e->h->r->step.at[e->f->step_at];

	for (u32 i = 0; i < e->f->step_nr; i++) {
		u32 k = 0;

		while (k < i && step[k].at.file != step[i].at.file)
			k++;
		if (k == i)
			add_file(e, step[i].at.file);
	}
}

/* Blanks, and tabs where the line has them, up to the column: the note stands below what it is about. */
static void put_indent(struct strbuf *out, const char *line, size_t len, u32 col)
{
	for (u32 i = 0; col && i + 1 < col && i < len && i < MAX_INDENT; i++)
		strbuf_putc(out, line[i] == '\t' ? '\t' : ' ');
}

/* src may be NULL: then the notes stand alone. */
static void put_notes(struct strbuf *out, const struct excerpt *e, const struct stretch *s, u32 nr, const char *line,
		      size_t len)
{
	const struct report *r = e->h->r;

	for (u32 i = 0; i < e->f->step_nr; i++) {
		const struct step *step = &r->step.at[e->f->step_at + i];

		if (step->at.file != s->file || step->at.line != nr)
			continue;
		strbuf_printf(out, "<tr class=\"note k-%s\" id=s%u><td class=ln><td>", step_word((enum step_kind)step->kind),
			      i + 1);
		put_indent(out, line, len, step->at.col);
		strbuf_printf(out, "\xe2\x95\xb0 <span class=num><i>%u</i></span> ", i + 1);
		xml_puts(out, report_str(r, step->text));
		strbuf_putc(out, '\n');
	}
}

static bool is_hit(const struct excerpt *e, const struct stretch *s, u32 nr)
{
	for (u32 i = 0; i < e->f->step_nr; i++) {
		const struct place *at = &e->h->r->step.at[e->f->step_at + i].at;

		if (at->file == s->file && at->line == nr)
			return true;
	}
	return false;
}

static void put_lines(struct strbuf *out, const struct excerpt *e, const struct stretch *s, const struct source *src)
{
	bool in_comment = html_c_in_comment(src, s->first);

	for (u32 nr = s->first; nr <= s->last; nr++) {
		size_t len = 0;
		const char *line = source_line(src, nr, &len);
		bool hit = is_hit(e, s, nr);

		if (!line && !hit)
			continue;
		len = MIN(len, (size_t)MAX_LINE);
		strbuf_printf(out, "<tr%s><td class=ln data-n=%u><td>", hit ? " class=hit" : "", nr);
		html_c_line(out, line ? line : "", len, &in_comment);
		strbuf_putc(out, '\n');
		if (hit)
			put_notes(out, e, s, nr, line ? line : "", len);
	}
}

static void put_without_source(struct strbuf *out, const struct excerpt *e, const struct stretch *s)
{
	strbuf_puts(out, "<tr class=gap><td class=ln><td>the source text of this file is not at hand\n");
	for (u32 nr = s->first; nr <= s->last; nr++) {
		if (!is_hit(e, s, nr))
			continue;
		strbuf_printf(out, "<tr class=hit><td class=ln data-n=%u><td>\n", nr);
		put_notes(out, e, s, nr, "", 0);
	}
}

void html_source(struct html *h, const struct finding *f, struct strbuf *out)
{
	struct excerpt e = { .h = h, .f = f };

	collect(&e);
	for (u32 i = 0; i < e.at.nr; i++) {
		const struct stretch *s = &e.at.at[i];
		const struct source *src = sources_get(&h->sources, report_str(h->r, s->file));
		bool same = i && s[-1].file == s->file;

		if (!same) {
			strbuf_puts(out, "<section class=box><header class=mono>");
			xml_puts(out, report_str(h->r, s->file));
			strbuf_puts(out, "</header><div class=scroll><table class=src>\n");
		} else {
			strbuf_puts(out, "<tr class=gap><td class=ln><td>\xe2\x8b\xaf\n");
		}
		if (src)
			put_lines(out, &e, s, src);
		else
			put_without_source(out, &e, s);
		if (i + 1 == e.at.nr || s[1].file != s->file)
			strbuf_puts(out, "</table></div></section>\n");
	}
	vec_free(&e.at);
}
