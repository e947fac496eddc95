// SPDX-License-Identifier: GPL-2.0-only
/* See known.h.  Input: a report with all findings of a run; output: the report, finished and marked. */
#include "cli/known.h"

#include <string.h>

#include "base/file.h"
#include "checks/check.h"

int known_begin(struct known *k, const struct options *o, struct err *err)
{
	*k = (struct known){ .o = o };
	report_init(&k->baseline);
	if (suppress_today(&k->today, err))
		return -1;
	if (o->baseline && report_read_json(&k->baseline, o->baseline, err))
		return -1;
	if (o->renames && renames_read(&k->renames, o->renames, err))
		return -1;
	return o->suppressions ? suppressions_read(&k->suppressions, o->suppressions, k->today, check_known, err) : 0;
}

static bool check_ran(const void *ctx, const char *check)
{
	const struct options *o = ctx;

	for (u32 i = 0; i < o->checks.nr; i++)
		if (!strcmp(o->checks.at[i], check))
			return true;
	return !o->checks.nr;
}

static void suppress(struct known *k, struct report *r)
{
	struct suppress_scope scope = {
		.everything = !k->o->args.nr && !k->o->files_from && !k->o->checks.nr,
		.file = (const char *const *)r->analysed.at,
		.nr_files = r->analysed.nr,
		.check_ran = check_ran, .ctx = k->o,
		.is_check = check_known,
	};
	struct sources sources;

	sources_open(&sources, r->tree);
	suppress_by_source(r, &sources, &scope);
	sources_close(&sources);
	if (k->o->suppressions)
		suppress_by_file(r, &k->suppressions, &scope);
}

void known_finish(struct known *k, struct report *r, enum confidence min)
{
	/* all of them first: what suppresses a finding that min leaves out is in use */
	report_finish(r, CONF_LOW);
	report_reopen(r);
	suppress(k, r);
	report_finish(r, min);
	if (k->o->baseline)
		report_set_baseline(r, &k->baseline, &k->renames);
}

u32 known_mark(struct known *k, struct report *r, const struct front_overlay *text, u32 nr)
{
	struct suppress_scope scope = { .only_mark = true, .check_ran = check_ran, .ctx = k->o, .is_check = check_known };
	struct sources sources;
	u32 left = 0;

	sources_open(&sources, r->tree);
	for (u32 i = 0; i < nr; i++) {
		const char *name = r->tree ? path_below(r->tree, text[i].path) : NULL;

		if (name)
			sources_give(&sources, (struct source_text){ name, text[i].text, text[i].len });
	}
	suppress_by_source(r, &sources, &scope);
	sources_close(&sources);
	if (k->o->suppressions)
		suppress_by_file(r, &k->suppressions, &scope);
	for (u32 i = 0; i < r->finding.nr; i++)
		left += !r->finding.at[i].suppressed;
	return left;
}

void known_tell(const struct known *k, struct strbuf *out)
{
	if (suppressions_have_date(&k->suppressions))
		strbuf_printf(out, "suppressions as of %04u-%02u-%02u\n", k->today / 10000, k->today / 100 % 100,
			      k->today % 100);
}

void known_free(struct known *k)
{
	report_free(&k->baseline);
	renames_free(&k->renames);
	suppressions_free(&k->suppressions);
}
