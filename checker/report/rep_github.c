// SPDX-License-Identifier: GPL-2.0-only
/*
 * --format=github: workflow commands, an annotation a finding, its proof in the text.  GitHub shows ten warnings and
 * ten errors of a step; --format=sarif has no such limit.  What the baseline knows is left out.
 * Requires: report_finish().
 */
#include <string.h>

#include "base/text.h"
#include "report/reporter.h"

/* What would end a value, or a line, as %XX. */
static void put_value(struct strbuf *out, const char *text, bool property)
{
	struct strbuf safe = { 0 };

	text_escape(&safe, text);
	for (const char *p = strbuf_str(&safe); *p; p++) {
		if (*p == '%' || (property && (*p == ':' || *p == ',')))
			strbuf_printf(out, "%%%02X", (unsigned int)*p);
		else
			strbuf_putc(out, *p);
	}
	strbuf_free(&safe);
}

static void put_place(struct strbuf *out, const char *word, const char *file, u32 line, u32 col)
{
	strbuf_printf(out, "::%s file=", word);
	put_value(out, file, true);
	if (line)
		strbuf_printf(out, ",line=%u", line);
	if (line && col)
		strbuf_printf(out, ",col=%u", col);
}

static void put_finding(struct strbuf *out, const struct report *r, const struct finding *f)
{
	static const char *const words[] = { [SEV_NOTE] = "notice", [SEV_WARNING] = "warning", [SEV_ERROR] = "error" };

	put_place(out, words[f->severity], report_str(r, f->at.file), f->at.line, f->at.col);
	strbuf_puts(out, ",title=");
	put_value(out, f->check, true);
	strbuf_puts(out, "::");
	put_value(out, report_str(r, f->message), false);
	for (u32 i = 0; i < f->step_nr; i++) {
		const struct step *s = &r->step.at[f->step_at + i];

		strbuf_puts(out, "%0A");
		put_value(out, report_str(r, s->at.file), false);
		strbuf_printf(out, ":%u: ", s->at.line);
		put_value(out, report_str(r, s->text), false);
	}
	strbuf_putc(out, '\n');
}

static void put_skipped(struct strbuf *out, const struct report *r, const struct skipped *s, const char *what)
{
	put_place(out, "error", report_str(r, s->file), 0, 0);
	strbuf_printf(out, ",title=%s::", what);
	put_value(out, report_str(r, s->reason), false);
	strbuf_putc(out, '\n');
}

void rep_github(const struct report_view *v, struct strbuf *out)
{
	const struct report *r = v->r;

	for (u32 i = 0; i < r->finding.nr; i++)
		if (finding_is_shown(&r->finding.at[i]))
			put_finding(out, r, &r->finding.at[i]);
	for (u32 i = 0; i < r->skipped.nr; i++)
		put_skipped(out, r, &r->skipped.at[i], "not analysed");
	for (u32 i = 0; i < r->partial.nr; i++)
		put_skipped(out, r, &r->partial.at[i], "analysed in part");
}
