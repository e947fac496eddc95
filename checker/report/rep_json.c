// SPDX-License-Identifier: GPL-2.0-only
/*
 * --format=json, the contract of checker/doc/findings-v1.schema.json: members are only ever added within a
 * version.  Requires: report_finish().  Nothing of the machine (time, absolute path, -j) is in it.
 */
#include "report/finding.h"

#include <stdio.h>
#include <string.h>

#include "report/jsonw.h"

/* The members of a place, into the object that is open. */
static void put_place(struct jsonw *w, const struct report *r, const struct place *at)
{
	jsonw_str(w, "file", report_str(r, at->file));
	jsonw_u64(w, "line", at->line);
	jsonw_u64(w, "column", at->col);
	if (at->func)
		jsonw_str(w, "function", report_str(r, at->func));
}

static void put_step(struct jsonw *w, const struct report *r, const struct step *s, bool with_kind)
{
	jsonw_object(w, NULL, true);
	if (with_kind)
		jsonw_str(w, "kind", step_word(s->kind));
	put_place(w, r, &s->at);
	jsonw_str(w, "text", report_str(r, s->text));
	jsonw_close(w);
}

static void put_other_fixes(struct jsonw *w, const struct report *r, const struct finding *f)
{
	if (!f->other_nr)
		return;
	jsonw_array(w, "alternatives", false);
	for (u32 i = 0; i < f->other_nr; i++) {
		const struct other_fix *o = &r->other.at[f->other_at + i];

		jsonw_object(w, NULL, false);
		jsonw_str(w, "cocci", report_str(r, o->cocci));
		jsonw_str(w, "what", report_str(r, o->what));
		jsonw_str(w, "diff", report_str(r, o->diff));
		jsonw_close(w);
	}
	jsonw_close(w);
}

void report_json_finding(struct jsonw *w, const struct report *r, const struct finding *f)
{
	char id[17];

	snprintf(id, sizeof(id), "%016llx", (unsigned long long)f->id);
	jsonw_object(w, NULL, false);
	jsonw_str(w, "id", id);
	if (f->local_id) {
		snprintf(id, sizeof(id), "%016llx", (unsigned long long)f->local_id);
		jsonw_str(w, "local_id", id);
	}
	jsonw_str(w, "check", f->check);
	jsonw_str(w, "severity", severity_word(f->severity));
	jsonw_str(w, "confidence", confidence_word(f->confidence));
	if (f->baseline)
		jsonw_str(w, "baseline", f->baseline == BASE_NEW ? "new" : "unchanged");
	if (f->suppressed) {
		jsonw_object(w, "suppressed", true);
		jsonw_str(w, "kind", f->suppressed == SUPPRESSED_BY_FILE ? "external" : "inSource");
		jsonw_str(w, "reason", report_str(r, f->reason));
		jsonw_close(w);
	}
	jsonw_str(w, "message", report_str(r, f->message));
	jsonw_object(w, "location", true);
	put_place(w, r, &f->at);
	jsonw_close(w);
	jsonw_array(w, "steps", false);
	for (u32 i = 0; i < f->step_nr; i++)
		put_step(w, r, &r->step.at[f->step_at + i], true);
	jsonw_close(w);
	if (f->related_nr) {
		jsonw_array(w, "related", false);
		for (u32 i = 0; i < f->related_nr; i++)
			put_step(w, r, &r->step.at[f->related_at + i], false);
		jsonw_close(w);
	}
	if (f->fix_diff) {
		jsonw_object(w, "fix", false);
		jsonw_str(w, "cocci", report_str(r, f->fix_cocci));
		jsonw_str(w, "diff", report_str(r, f->fix_diff));
		put_other_fixes(w, r, f);
		jsonw_close(w);
	}
	jsonw_close(w);
}

static void put_files(struct jsonw *w, const struct report *r, const char *name,
		      const struct skipped *s, u32 nr)
{
	jsonw_array(w, name, false);
	for (u32 i = 0; i < nr; i++) {
		jsonw_object(w, NULL, true);
		jsonw_str(w, "file", report_str(r, s[i].file));
		jsonw_str(w, "reason", report_str(r, s[i].reason));
		jsonw_close(w);
	}
	jsonw_close(w);
}

static void put_counts(struct jsonw *w, const struct report *r)
{
	jsonw_object(w, "counts", false);
	jsonw_u64(w, "tus", r->nr_tus);
	jsonw_u64(w, "analysed", r->nr_analysed);
	jsonw_u64(w, "functions", r->nr_functions);
	put_files(w, r, "skipped", r->skipped.at, r->skipped.nr);
	put_files(w, r, "partial", r->partial.at, r->partial.nr);
	jsonw_object(w, "bounds", false);
	for (u32 i = 0; i < r->counter.nr; i++)
		jsonw_u64(w, r->counter.at[i].name, r->counter.at[i].value);
	jsonw_close(w);
	jsonw_close(w);
}

void report_json(const struct report *r, struct strbuf *out)
{
	struct jsonw w;

	jsonw_begin(&w, out);
	jsonw_object(&w, NULL, false);
	jsonw_str(&w, "format", "gfpcheck-findings");
	jsonw_u64(&w, "version", 1);
	jsonw_object(&w, "tool", true);
	jsonw_str(&w, "name", "gfpcheck");
	jsonw_str(&w, "version", GFPCHECK_VERSION);
	jsonw_str(&w, "libclang", r->libclang);
	jsonw_close(&w);
	jsonw_object(&w, "tree", true);
	jsonw_str(&w, "kernel", r->kernel_version);
	jsonw_close(&w);
	put_counts(&w, r);
	jsonw_array(&w, "findings", false);
	for (u32 i = 0; i < r->finding.nr; i++)
		report_json_finding(&w, r, &r->finding.at[i]);
	jsonw_close(&w);
	jsonw_close(&w);
	jsonw_end(&w);
}
