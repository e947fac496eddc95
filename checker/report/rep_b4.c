// SPDX-License-Identifier: GPL-2.0-only
/*
 * --format=b4: what b4.review-perpatch-check-cmd reads, an array of { tool, status, summary, url, details }.
 *
 * Nothing found is one object that passes.  A file that was not analysed is a warning: a review must not pass for
 * a reason that nobody sees.
 */
#include "report/jsonw.h"
#include "report/reporter.h"

static void put_item(struct jsonw *w, const char *status, const char *summary, const char *details)
{
	jsonw_object(w, NULL, false);
	jsonw_str(w, "tool", "gfpcheck");
	jsonw_str(w, "status", status);
	jsonw_str(w, "summary", summary);
	jsonw_str(w, "url", "");
	jsonw_str(w, "details", details);
	jsonw_close(w);
}

static void put_finding(struct jsonw *w, const struct report *r, const struct finding *f)
{
	struct strbuf summary = { 0 }, details = { 0 };

	strbuf_printf(&summary, "%s:%u: %s [%s]", report_str(r, f->at.file), f->at.line, report_str(r, f->message), f->check);
	report_text_finding(r, f, false, &details);
	put_item(w, f->severity == SEV_ERROR ? "fail" : "warn", strbuf_str(&summary), strbuf_str(&details));
	strbuf_free(&summary);
	strbuf_free(&details);
}

static void put_missing(struct jsonw *w, const struct report *r, const struct skipped *s, const char *what)
{
	struct strbuf summary = { 0 };

	strbuf_printf(&summary, "%s: %s", report_str(r, s->file), what);
	put_item(w, "warn", strbuf_str(&summary), report_str(r, s->reason));
	strbuf_free(&summary);
}

void rep_b4(const struct report_view *v, struct strbuf *out)
{
	const struct report *r = v->r;
	struct jsonw w;
	u32 nr = 0;

	jsonw_begin(&w, out);
	jsonw_array(&w, NULL, false);
	for (u32 i = 0; i < r->finding.nr; i++) {
		if (!finding_is_shown(&r->finding.at[i]))
			continue;
		put_finding(&w, r, &r->finding.at[i]);
		nr++;
	}
	for (u32 i = 0; i < r->skipped.nr; i++)
		put_missing(&w, r, &r->skipped.at[i], "not analysed");
	for (u32 i = 0; i < r->partial.nr; i++)
		put_missing(&w, r, &r->partial.at[i], "analysed in part");
	if (!nr && !report_incomplete(r))
		put_item(&w, "pass", "no new finding", "");
	jsonw_close(&w);
	jsonw_end(&w);
}
