// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck report FINDINGS.json: the findings of an earlier scan in another format, with source text from --tree.
 * Exit status: 2 when that failed, else 0; what the scan said about the tree, it has said already.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/cmd.h"
#include "cli/emit.h"
#include "report/match.h"

/* Absolute: a URI in SARIF needs that. */
static char *tree_of(const char *option)
{
	char *cwd = getcwd(NULL, 0), *abs = path_join(cwd ? cwd : "/", option);

	free(cwd);
	return abs;
}

/* As a scan with the default --fail-on would end. */
static int status_of(const struct report *r)
{
	if (report_incomplete(r))
		return EXIT_INCOMPLETE;
	for (u32 i = 0; i < r->finding.nr; i++)
		if (finding_is_shown(&r->finding.at[i]) && r->finding.at[i].severity >= SEV_WARNING)
			return EXIT_FINDINGS;
	return EXIT_CLEAN;
}

static int report_run(const struct options *o, struct report *r, struct report *baseline, struct err *err)
{
	if (emit_check(o, err) || report_read_json(r, o->args.at[0], err))
		return -1;
	if (o->baseline && report_read_json(baseline, o->baseline, err))
		return -1;
	if (o->baseline)
		report_set_baseline(r, baseline, NULL);
	free(r->tree);
	r->tree = tree_of(o->tree);
	if (!path_is_dir(r->tree))
		return err_set(err, "--tree=%s: not a folder", o->tree);
	return emit_report(o, r, status_of(r), err);
}

int cmd_report(const struct options *o)
{
	struct report r, baseline;
	struct err err = { 0 };
	int ret;

	report_init(&r);
	report_init(&baseline);
	ret = report_run(o, &r, &baseline, &err) ? cmd_fail(CMD_REPORT, &err) : EXIT_CLEAN;
	report_free(&r);
	report_free(&baseline);
	return ret;
}
