// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck diff OLD.json NEW.json: introduced, fixed and pre-existing findings, by their fingerprints; --renames says
 * which files have another name now.
 *
 * A finding of OLD that NEW does not have counts as fixed only if NEW analysed all files that its proof goes
 * through, and all of them; else nobody knows, and it is said so.  Text: introduced findings with their steps
 * as scan prints them, the others in a line each.  Exit status: 1 when something was introduced, else 3 when something is unknown, else 0.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/cmd.h"
#include "cli/output.h"
#include "report/finding.h"
#include "report/jsonw.h"
#include "report/match.h"

/* Of each finding of OLD. */
enum fate { FATE_KEPT, FATE_FIXED, FATE_UNKNOWN, FATE_NR };

struct diff {
	const struct options *o;
	struct report old, new;
	struct renames renames;
	VEC(u8) fate;
	u32 nr_introduced, nr_fate[FATE_NR];
};

static u64 file_key(const struct report *r, u32 file)
{
	return hash_str(report_str(r, file));
}

/* A file of the new report under the name that it had. */
static u64 old_key(const struct diff *d, u32 file)
{
	return hash_str(renames_old_name(&d->renames, report_str(&d->new, file)));
}

static bool is_skipped(const struct diff *d, const struct map *skipped, const struct finding *f)
{
	if (map_get(skipped, file_key(&d->old, f->at.file)) != MAP_NONE)
		return true;
	for (u32 i = 0; i < f->step_nr; i++)
		if (map_get(skipped, file_key(&d->old, d->old.step.at[f->step_at + i].at.file)) != MAP_NONE)
			return true;
	return false;
}

static void mark_fates(struct diff *d)
{
	struct map skipped = { 0 };
	struct match m;

	match_make(&m, &d->old, &d->new, &d->renames);
	for (u32 i = 0; i < d->new.skipped.nr; i++)
		map_put(&skipped, old_key(d, d->new.skipped.at[i].file), i);
	for (u32 i = 0; i < d->new.partial.nr; i++)
		map_put(&skipped, old_key(d, d->new.partial.at[i].file), i);
	for (u32 i = 0; i < d->old.finding.nr; i++) {
		const struct finding *f = &d->old.finding.at[i];
		u8 fate = FATE_FIXED;

		if (m.of_old[i] != MAP_NONE)
			fate = FATE_KEPT;
		else if (is_skipped(d, &skipped, f))
			fate = FATE_UNKNOWN;
		vec_push(&d->fate, fate);
		d->nr_fate[fate]++;
	}
	map_free(&skipped);
	match_free(&m);
	report_set_baseline(&d->new, &d->old, &d->renames);
	for (u32 i = 0; i < d->new.finding.nr; i++)
		d->nr_introduced += finding_is_shown(&d->new.finding.at[i]);
}

static void put_old(const struct diff *d, enum fate fate, const char *word, struct strbuf *out)
{
	for (u32 i = 0; i < d->old.finding.nr; i++) {
		const struct finding *f = &d->old.finding.at[i];

		if (d->fate.at[i] != fate)
			continue;
		text_escape(out, report_str(&d->old, f->at.file));
		strbuf_printf(out, ":%u:%u: %s: ", f->at.line, f->at.col, word);
		text_escape(out, report_str(&d->old, f->message));
		strbuf_puts(out, " [");
		text_escape(out, f->check);
		strbuf_puts(out, "]\n");
	}
}

static void diff_text(const struct diff *d, struct strbuf *out)
{
	report_text(&d->new, output_color(d->o), out);
	put_old(d, FATE_FIXED, "fixed", out);
	put_old(d, FATE_UNKNOWN, "not analysed any more", out);
}

static void put_new_list(const struct diff *d, const char *name, enum baseline_state state, struct jsonw *w)
{
	jsonw_array(w, name, false);
	for (u32 i = 0; i < d->new.finding.nr; i++)
		if (d->new.finding.at[i].baseline == state)
			report_json_finding(w, &d->new, &d->new.finding.at[i]);
	jsonw_close(w);
}

static void put_old_list(const struct diff *d, const char *name, enum fate fate, struct jsonw *w)
{
	jsonw_array(w, name, false);
	for (u32 i = 0; i < d->old.finding.nr; i++)
		if (d->fate.at[i] == fate)
			report_json_finding(w, &d->old, &d->old.finding.at[i]);
	jsonw_close(w);
}

static void diff_json(const struct diff *d, struct strbuf *out)
{
	struct jsonw w;

	jsonw_begin(&w, out);
	jsonw_object(&w, NULL, false);
	jsonw_str(&w, "format", "gfpcheck-diff");
	jsonw_u64(&w, "version", 1);
	put_new_list(d, "introduced", BASE_NEW, &w);
	put_old_list(d, "fixed", FATE_FIXED, &w);
	put_new_list(d, "preexisting", BASE_KNOWN, &w);
	put_old_list(d, "unknown", FATE_UNKNOWN, &w);
	jsonw_close(&w);
	jsonw_end(&w);
}

static int diff_run(struct diff *d, struct err *err)
{
	struct strbuf text = { 0 };
	int ret;

	if (cmd_check_format(d->o, err) || output_check(d->o->output, err))
		return -1;
	if (report_read_json(&d->old, d->o->args.at[0], err) || report_read_json(&d->new, d->o->args.at[1], err))
		return -1;
	if (d->o->renames && renames_read(&d->renames, d->o->renames, err))
		return -1;
	mark_fates(d);
	if (d->o->format == FORMAT_JSON)
		diff_json(d, &text);
	else
		diff_text(d, &text);
	ret = output_write(d->o->output, &text, err);
	strbuf_free(&text);
	if (ret || d->o->quiet)
		return ret;
	fprintf(stderr, "%u introduced, %u fixed, %u pre-existing", d->nr_introduced, d->nr_fate[FATE_FIXED],
		d->new.finding.nr - d->nr_introduced);
	if (d->nr_fate[FATE_UNKNOWN])
		fprintf(stderr, ", %u in files that were not analysed any more", d->nr_fate[FATE_UNKNOWN]);
	fputc('\n', stderr);
	return 0;
}

int cmd_diff(const struct options *o)
{
	struct diff d = { .o = o };
	struct err err = { 0 };
	int ret;

	report_init(&d.old);
	report_init(&d.new);
	if (diff_run(&d, &err))
		ret = cmd_fail(CMD_DIFF, &err);
	else if (d.nr_introduced)
		ret = EXIT_FINDINGS;
	else
		ret = d.nr_fate[FATE_UNKNOWN] ? EXIT_INCOMPLETE : EXIT_CLEAN;
	report_free(&d.old);
	report_free(&d.new);
	vec_free(&d.fate);
	renames_free(&d.renames);
	return ret;
}
