// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck query: questions to the linked program.
 *
 * Read is what --with names, or all with --context=all, and whatever the cache holds.  Exit status: 0, 2 when the
 * function is not there or the run failed, 3 when a TU is missing from what was read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/output.h"
#include "cli/paths.h"
#include "cli/pipeline.h"

static int answer(const struct options *o, const char *cache, const char *rules, struct err *err)
{
	struct scan_request rq = {
		.db_path = o->db, .with = o->with.at, .nr_with = o->with.nr,
		.context_all = o->context == CONTEXT_ALL, .cache_dir = cache, .rules_dir = rules,
		.rules_extra = o->rules.at, .nr_rules_extra = o->rules.nr,
		.jobs = o->jobs ? o->jobs : (u32)MAX(sysconf(_SC_NPROCESSORS_ONLN), 1L),
		.time_limit = o->time_limit, .memory_limit_mib = o->memory_limit, .rt = o->rt, .no_pch = o->no_pch,
		.query = o->args.at[0],
	};
	struct progress progress;
	struct report report;
	int rc = 0;

	if (!o->quiet && o->progress != PROGRESS_NEVER) {
		progress_init(&progress, STDERR_FILENO);
		rq.progress = &progress;
	}
	report_init(&report);
	for (u32 i = 1; i < o->args.nr && !rc; i++) {
		struct strbuf out = { 0 };

		rq.query_name = o->args.at[i];
		rc = pipeline_scan(&rq, &report, &out, err) || output_write(NULL, &out, err);
		strbuf_free(&out);
	}
	progress_end(rq.progress);
	if (!rc && report.skipped.nr)
		rc = EXIT_INCOMPLETE;
	else if (rc)
		rc = EXIT_USAGE;
	report_free(&report);
	return rc;
}

int cmd_query(const struct options *o)
{
	struct err err = { 0 };
	char *cache, *rules;
	int rc;

	if (o->args.nr < 2) {
		err_set(&err, "which function?");
		return cmd_fail(CMD_QUERY, &err);
	}
	cache = path_cache_dir(o->cache, &err);
	rules = cache ? path_rules_dir(&err) : NULL;
	rc = rules ? answer(o, cache, rules, &err) : EXIT_USAGE;
	free(cache);
	free(rules);
	return rc == EXIT_USAGE ? cmd_fail(CMD_QUERY, &err) : rc;
}
