// SPDX-License-Identifier: GPL-2.0-only
/*
 * --format=sarif: SARIF 2.1.0 (OASIS), for GitHub code scanning, CodeChecker, editors.
 *
 * A run is there even without a result.  File names are relative to SRCROOT, which originalUriBaseIds defines: the
 * one place of a report that names this machine's folder.  Columns count UTF-16 units where the source can be read.
 * With github_limits, results and steps beyond what GitHub keeps are left out, the least grave first, and the run
 * says so.  Requires: report_finish().
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/fix_hunks.h"
#include "report/sarif.h"

#define GITHUB_RESULTS 5000u
#define GITHUB_STEPS 1000u
#define GITHUB_RELATED 100u

static const char *const levels[] = { [SEV_NOTE] = "note", [SEV_WARNING] = "warning", [SEV_ERROR] = "error" };
static const u32 ranks[] = { [CONF_LOW] = 30, [CONF_MEDIUM] = 60, [CONF_HIGH] = 90 };

static void put_step(struct sarif *s, const struct step *step)
{
	jsonw_object(&s->w, NULL, false);
	jsonw_object(&s->w, "location", false);
	sarif_location(s, &step->at, report_str(s->v->r, step->text));
	jsonw_close(&s->w);
	jsonw_array(&s->w, "kinds", true);
	jsonw_str(&s->w, NULL, step_word(step->kind));
	jsonw_close(&s->w);
	jsonw_close(&s->w);
}

static void put_code_flow(struct sarif *s, const struct finding *f)
{
	u32 nr = s->v->github_limits ? MIN(f->step_nr, GITHUB_STEPS) : f->step_nr;

	s->nr_steps_cut += f->step_nr - nr;
	if (!nr)
		return;
	jsonw_array(&s->w, "codeFlows", false);
	jsonw_object(&s->w, NULL, false);
	jsonw_array(&s->w, "threadFlows", false);
	jsonw_object(&s->w, NULL, false);
	jsonw_array(&s->w, "locations", false);
	for (u32 i = 0; i < nr; i++)
		put_step(s, &s->v->r->step.at[f->step_at + i]);
	for (u32 i = 0; i < 5; i++)
		jsonw_close(&s->w);
}

static void put_related(struct sarif *s, const struct finding *f)
{
	u32 nr = s->v->github_limits ? MIN(f->related_nr, GITHUB_RELATED) : f->related_nr;

	s->nr_steps_cut += f->related_nr - nr;
	if (!nr)
		return;
	jsonw_array(&s->w, "relatedLocations", false);
	for (u32 i = 0; i < nr; i++) {
		const struct step *step = &s->v->r->step.at[f->related_at + i];

		/* the schema wants them unique; a file from elsewhere may not care */
		if (report_related_again(s->v->r, f, i))
			continue;
		jsonw_object(&s->w, NULL, false);
		sarif_location(s, &step->at, report_str(s->v->r, step->text));
		jsonw_close(&s->w);
	}
	jsonw_close(&s->w);
}

static void put_replacement(struct sarif *s, const struct fix_hunk *h)
{
	jsonw_object(&s->w, NULL, false);
	jsonw_object(&s->w, "deletedRegion", true);
	jsonw_u64(&s->w, "startLine", h->first);
	jsonw_u64(&s->w, "startColumn", 1);
	jsonw_u64(&s->w, "endLine", h->first + h->nr);
	jsonw_u64(&s->w, "endColumn", 1);
	jsonw_close(&s->w);
	if (h->text.len) {
		jsonw_object(&s->w, "insertedContent", true);
		jsonw_str(&s->w, "text", strbuf_str(&h->text));
		jsonw_close(&s->w);
	}
	jsonw_close(&s->w);
}

/* A change for each file, a replacement for each run of changed lines. */
static void put_one_fix(struct sarif *s, const char *what, const char *diff)
{
	struct fix_hunks hunks;

	if (!fix_hunks_read(diff, &hunks))
		return;
	jsonw_object(&s->w, NULL, false);
	jsonw_object(&s->w, "description", true);
	jsonw_str(&s->w, "text", what);
	jsonw_close(&s->w);
	jsonw_array(&s->w, "artifactChanges", false);
	for (u32 i = 0, end; i < hunks.at.nr; i = end) {
		jsonw_object(&s->w, NULL, false);
		sarif_artifact(s, hunks.at.at[i].file);
		jsonw_array(&s->w, "replacements", false);
		for (end = i; end < hunks.at.nr && !strcmp(hunks.at.at[i].file, hunks.at.at[end].file); end++)
			put_replacement(s, &hunks.at.at[end]);
		jsonw_close(&s->w);
		jsonw_close(&s->w);
	}
	jsonw_close(&s->w);
	jsonw_close(&s->w);
	fix_hunks_free(&hunks);
}

/* The repair, then what would do in its place. */
static void put_fix(struct sarif *s, const struct finding *f)
{
	const struct report *r = s->v->r;
	struct fix_hunks hunks;

	if (!f->fix_diff || !fix_hunks_read(report_str(r, f->fix_diff), &hunks))
		return;
	fix_hunks_free(&hunks);
	jsonw_array(&s->w, "fixes", false);
	put_one_fix(s, report_str(r, f->fix_cocci), report_str(r, f->fix_diff));
	for (u32 i = 0; i < f->other_nr; i++) {
		const struct other_fix *o = &r->other.at[f->other_at + i];

		put_one_fix(s, report_str(r, o->what), report_str(r, o->diff));
	}
	jsonw_close(&s->w);
}

static void put_fingerprints(struct sarif *s, const struct finding *f)
{
	char text[32];

	jsonw_object(&s->w, "partialFingerprints", false);
	snprintf(text, sizeof(text), "%016llx", (unsigned long long)f->id);
	jsonw_str(&s->w, "gfpcheck/v1", text);
	if (sarif_line_hash(s, &f->at, text, sizeof(text)))
		jsonw_str(&s->w, "primaryLocationLineHash", text);
	jsonw_close(&s->w);
}

static void put_result(struct sarif *s, const struct finding *f)
{
	jsonw_object(&s->w, NULL, false);
	jsonw_str(&s->w, "ruleId", f->check);
	jsonw_u64(&s->w, "ruleIndex", sarif_rule_index(s, f->check));
	jsonw_str(&s->w, "level", levels[f->severity]);
	jsonw_u64(&s->w, "rank", ranks[f->confidence]);
	jsonw_object(&s->w, "message", true);
	jsonw_str(&s->w, "text", report_str(s->v->r, f->message));
	jsonw_close(&s->w);
	jsonw_array(&s->w, "locations", false);
	jsonw_object(&s->w, NULL, false);
	sarif_location(s, &f->at, NULL);
	jsonw_close(&s->w);
	jsonw_close(&s->w);
	put_related(s, f);
	put_code_flow(s, f);
	put_fingerprints(s, f);
	put_fix(s, f);
	if (f->baseline)
		jsonw_str(&s->w, "baselineState", f->baseline == BASE_NEW ? "new" : "unchanged");
	if (f->suppressed) {
		jsonw_array(&s->w, "suppressions", false);
		jsonw_object(&s->w, NULL, true);
		jsonw_str(&s->w, "kind", f->suppressed == SUPPRESSED_BY_FILE ? "external" : "inSource");
		jsonw_str(&s->w, "status", "accepted");
		jsonw_str(&s->w, "justification", report_str(s->v->r, f->reason));
		jsonw_close(&s->w);
		jsonw_close(&s->w);
	}
	jsonw_object(&s->w, "properties", true);
	jsonw_str(&s->w, "confidence", confidence_word((enum confidence)f->confidence));
	jsonw_close(&s->w);
	jsonw_close(&s->w);
}

static int by_gravity(const void *pa, const void *pb, void *ctx)
{
	const struct report *r = ctx;
	u32 a = *(const u32 *)pa, b = *(const u32 *)pb;
	const struct finding *x = &r->finding.at[a], *y = &r->finding.at[b];
	int d = y->severity - x->severity;

	d = d ? d : y->confidence - x->confidence;
	return d ? d : (a > b) - (a < b);
}

/* keep[i]: finding i is written. */
static void choose(struct sarif *s, u8 *keep)
{
	const struct report *r = s->v->r;
	u32 *order = xcalloc(r->finding.nr, sizeof(*order));
	u32 nr = s->v->github_limits ? MIN(r->finding.nr, GITHUB_RESULTS) : r->finding.nr;

	for (u32 i = 0; i < r->finding.nr; i++)
		order[i] = i;
	if (nr < r->finding.nr)
		qsort_r(order, r->finding.nr, sizeof(*order), by_gravity, (void *)(uintptr_t)r);
	for (u32 i = 0; i < nr; i++)
		keep[order[i]] = true;
	s->nr_results_cut = r->finding.nr - nr;
	free(order);
}

static void put_results(struct sarif *s)
{
	const struct report *r = s->v->r;
	u8 *keep = xcalloc(r->finding.nr, 1);

	choose(s, keep);
	jsonw_array(&s->w, "results", false);
	for (u32 i = 0; i < r->finding.nr; i++)
		if (keep[i])
			put_result(s, &r->finding.at[i]);
	jsonw_close(&s->w);
	free(keep);
}

void rep_sarif(const struct report_view *v, struct strbuf *out)
{
	struct sarif s = { .v = v };

	jsonw_begin(&s.w, out);
	sources_open(&s.sources, v->tree);
	jsonw_object(&s.w, NULL, false);
	jsonw_str(&s.w, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	jsonw_str(&s.w, "version", "2.1.0");
	jsonw_array(&s.w, "runs", false);
	jsonw_object(&s.w, NULL, false);
	sarif_tool(&s);
	sarif_run(&s);
	put_results(&s);
	sarif_invocation(&s);
	jsonw_close(&s.w);
	jsonw_close(&s.w);
	jsonw_close(&s.w);
	jsonw_end(&s.w);
	sources_close(&s.sources);
	sarif_free(&s);
}
