// SPDX-License-Identifier: GPL-2.0-only
/*
 * --format=text: the words and the shape that gcc, editors and CI parsers know.
 *
 *	drivers/x/foo.c:512:9: warning: message [gfp-in-atomic]
 *	drivers/x/foo.c:498:2: note: 'priv->lock' taken here by spin_lock_irqsave()
 *
 * Requires: report_finish().  Everything that comes from the tree goes through text_escape().  What is said
 * about the run (TUs that are missing, the last line) is for stderr, so that stdout holds findings only.
 */
#include "report/finding.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* gcc's own colours. */
#define BOLD "\033[1m"
#define RED "\033[1;31m"
#define MAGENTA "\033[1;35m"
#define CYAN "\033[1;36m"
#define PLAIN "\033[0m"

static void put_line(const struct report *r, const struct place *at, enum severity sev, const char *text,
		     const char *check, bool color, struct strbuf *out)
{
	const char *paint = sev == SEV_ERROR ? RED : sev == SEV_WARNING ? MAGENTA : CYAN;

	strbuf_puts(out, color ? BOLD : "");
	text_escape(out, report_str(r, at->file));
	strbuf_printf(out, ":%u:%u:%s ", at->line, at->col, color ? PLAIN : "");
	strbuf_printf(out, "%s%s:%s ", color ? paint : "", severity_word(sev), color ? PLAIN : "");
	text_escape(out, text);
	if (check) {
		strbuf_printf(out, " [%s", color ? paint : "");
		text_escape(out, check);
		strbuf_printf(out, "%s]", color ? PLAIN : "");
	}
	strbuf_putc(out, '\n');
}

/* A diff that is shown only: no line of it is one for git apply. */
static void put_quoted(const char *diff, struct strbuf *out)
{
	struct strbuf line = { 0 };

	for (size_t n; *diff; diff += n + (diff[n] == '\n')) {
		n = strcspn(diff, "\n");
		strbuf_reset(&line);
		strbuf_add(&line, diff, n);
		strbuf_puts(out, "| ");
		text_escape_lines(out, strbuf_str(&line));
		strbuf_putc(out, '\n');
	}
	strbuf_free(&line);
}

/* The diff as git apply takes it: its lines are kept apart, what is between them is escaped. */
static void put_fix(const struct report *r, const struct finding *f, bool color, struct strbuf *out)
{
	struct strbuf t = { 0 };

	strbuf_printf(&t, "repaired by %s:", report_str(r, f->fix_cocci));
	put_line(r, &f->at, SEV_NOTE, strbuf_str(&t), NULL, color, out);
	text_escape_lines(out, report_str(r, f->fix_diff));
	for (u32 i = 0; i < f->other_nr; i++) {
		const struct other_fix *o = &r->other.at[f->other_at + i];

		strbuf_reset(&t);
		strbuf_printf(&t, "or by %s: %s:", report_str(r, o->cocci), report_str(r, o->what));
		put_line(r, &f->at, SEV_NOTE, strbuf_str(&t), NULL, color, out);
		put_quoted(report_str(r, o->diff), out);
	}
	strbuf_free(&t);
}

void report_text_finding(const struct report *r, const struct finding *f, bool color, struct strbuf *out)
{
	struct strbuf related = { 0 };

	put_line(r, &f->at, f->severity, report_str(r, f->message), f->check, color, out);
	for (u32 i = 0; i < f->step_nr; i++) {
		const struct step *s = &r->step.at[f->step_at + i];

		put_line(r, &s->at, SEV_NOTE, report_str(r, s->text), NULL, color, out);
	}
	for (u32 i = 0; i < f->related_nr; i++) {
		const struct step *s = &r->step.at[f->related_at + i];
		const char *text = report_str(r, s->text);

		strbuf_reset(&related);
		strbuf_printf(&related, "%s%s", strncmp(text, "also ", 5) ? "also reached from " : "", text);
		put_line(r, &s->at, SEV_NOTE, strbuf_str(&related), NULL, color, out);
	}
	strbuf_free(&related);
	if (f->fix_diff)
		put_fix(r, f, color, out);
}

void report_text(const struct report *r, bool color, struct strbuf *out)
{
	for (u32 i = 0; i < r->finding.nr; i++)
		if (finding_is_shown(&r->finding.at[i]))
			report_text_finding(r, &r->finding.at[i], color, out);
}

static void put_skipped(const struct report *r, const struct skipped *s, const char *what, struct strbuf *out)
{
	text_escape(out, report_str(r, s->file));
	strbuf_printf(out, ": %s: ", what);
	text_escape(out, report_str(r, s->reason));
	strbuf_putc(out, '\n');
}

void report_text_skipped(const struct report *r, struct strbuf *out)
{
	for (u32 i = 0; i < r->skipped.nr; i++)
		put_skipped(r, &r->skipped.at[i], "not analysed", out);
	for (u32 i = 0; i < r->partial.nr; i++)
		put_skipped(r, &r->partial.at[i], "analysed in part", out);
}

struct tally {
	const char *check;
	u32 nr;
};

static int cmp_tally(const void *a, const void *b)
{
	return strcmp(((const struct tally *)a)->check, ((const struct tally *)b)->check);
}

/* " (3 gfp-in-atomic, 1 leak)" */
static void put_tallies(const struct report *r, struct strbuf *out)
{
	VEC(struct tally) by = { 0 };

	for (u32 i = 0; i < r->finding.nr; i++) {
		const struct finding *f = &r->finding.at[i];
		u32 k = 0;

		if (!finding_is_shown(f))
			continue;
		while (k < by.nr && strcmp(by.at[k].check, f->check))
			k++;
		if (k == by.nr)
			vec_push(&by, (struct tally){ f->check, 0 });
		by.at[k].nr++;
	}
	if (by.nr)
		qsort(by.at, by.nr, sizeof(*by.at), cmp_tally);
	for (u32 i = 0; i < by.nr; i++)
		strbuf_printf(out, "%s%u %s%s", i ? ", " : " (", by.at[i].nr, by.at[i].check, i + 1 < by.nr ? "" : ")");
	vec_free(&by);
}

static const char *plural(u64 n)
{
	return n == 1 ? "" : "s";
}

void report_text_summary(const struct report *r, struct strbuf *out)
{
	unsigned long long functions = r->nr_functions, files = r->nr_analysed;
	u32 known = 0, suppressed = 0, shown;

	for (u32 i = 0; i < r->finding.nr; i++) {
		suppressed += !!r->finding.at[i].suppressed;
		known += !r->finding.at[i].suppressed && r->finding.at[i].baseline == BASE_KNOWN;
	}
	shown = r->finding.nr - known - suppressed;
	strbuf_printf(out, "%u finding%s", shown, plural(shown));
	put_tallies(r, out);
	strbuf_printf(out, " in %llu function%s of %llu file%s", functions, plural(functions), files, plural(files));
	if (known)
		strbuf_printf(out, "; %u of the baseline not shown", known);
	if (suppressed)
		strbuf_printf(out, "; %u suppressed", suppressed);
	if (r->skipped.nr)
		strbuf_printf(out, "; %u TU%s not analysed", r->skipped.nr, plural(r->skipped.nr));
	if (r->partial.nr)
		strbuf_printf(out, "; %u TU%s analysed in part", r->partial.nr, plural(r->partial.nr));
	strbuf_putc(out, '\n');
}
