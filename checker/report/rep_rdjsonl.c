// SPDX-License-Identifier: GPL-2.0-only
/*
 * --format=rdjsonl: reviewdog's diagnostics, an object a line, so that a review gets comments at the lines.  What the
 * baseline knows is left out.  Requires: report_finish().
 */
#include <string.h>

#include "report/fix_hunks.h"
#include "report/jsonw.h"
#include "report/reporter.h"

static void put_location(struct jsonw *w, const struct report *r, const struct place *at)
{
	jsonw_object(w, "location", true);
	jsonw_str(w, "path", report_str(r, at->file));
	if (at->line) {
		jsonw_object(w, "range", true);
		jsonw_object(w, "start", true);
		jsonw_u64(w, "line", at->line);
		if (at->col)
			jsonw_u64(w, "column", at->col);
		jsonw_close(w);
		jsonw_close(w);
	}
	jsonw_close(w);
}

static void put_position(struct jsonw *w, const char *name, u32 line)
{
	jsonw_object(w, name, true);
	jsonw_u64(w, "line", line);
	jsonw_u64(w, "column", 1);
	jsonw_close(w);
}

/* The repair, when it stays within the file of the finding: a suggestion has no place for another one. */
static void put_suggestions(struct jsonw *w, const struct report *r, const struct finding *f)
{
	struct fix_hunks hunks;
	bool same = true;

	if (!f->fix_diff || !fix_hunks_read(report_str(r, f->fix_diff), &hunks))
		return;
	for (u32 i = 0; i < hunks.at.nr; i++)
		same = same && !strcmp(hunks.at.at[i].file, report_str(r, f->at.file));
	if (same)
		jsonw_array(w, "suggestions", true);
	for (u32 i = 0; same && i < hunks.at.nr; i++) {
		const struct fix_hunk *h = &hunks.at.at[i];

		jsonw_object(w, NULL, true);
		jsonw_object(w, "range", true);
		put_position(w, "start", h->first);
		put_position(w, "end", h->first + h->nr);
		jsonw_close(w);
		jsonw_str(w, "text", strbuf_str(&h->text));
		jsonw_close(w);
	}
	if (same)
		jsonw_close(w);
	fix_hunks_free(&hunks);
}

static void put_finding(struct jsonw *w, const struct report *r, const struct finding *f)
{
	static const char *const words[] = { [SEV_NOTE] = "INFO", [SEV_WARNING] = "WARNING", [SEV_ERROR] = "ERROR" };

	jsonw_object(w, NULL, true);
	jsonw_str(w, "message", report_str(r, f->message));
	put_location(w, r, &f->at);
	jsonw_str(w, "severity", words[f->severity]);
	jsonw_object(w, "source", true);
	jsonw_str(w, "name", "gfpcheck");
	jsonw_close(w);
	jsonw_object(w, "code", true);
	jsonw_str(w, "value", f->check);
	jsonw_close(w);
	jsonw_array(w, "relatedLocations", true);
	for (u32 i = 0; i < f->step_nr; i++) {
		const struct step *s = &r->step.at[f->step_at + i];

		jsonw_object(w, NULL, true);
		jsonw_str(w, "message", report_str(r, s->text));
		put_location(w, r, &s->at);
		jsonw_close(w);
	}
	jsonw_close(w);
	put_suggestions(w, r, f);
	jsonw_close(w);
}

void rep_rdjsonl(const struct report_view *v, struct strbuf *out)
{
	struct jsonw w;

	for (u32 i = 0; i < v->r->finding.nr; i++) {
		if (!finding_is_shown(&v->r->finding.at[i]))
			continue;
		jsonw_begin(&w, out);
		put_finding(&w, v->r, &v->r->finding.at[i]);
		jsonw_end(&w);
	}
}
