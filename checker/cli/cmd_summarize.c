// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck summarize: the first half of a scan. TUs in, one bundle of summaries out, or just the cache filled.
 *
 * A TU that cannot be analysed stands in the bundle with its reason, and `gfpcheck link` reports it: so the status is 0
 * whenever the bundle is there, and an engine runs again only what was killed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/files_from.h"
#include "cli/output.h"
#include "cli/paths.h"
#include "cli/pipeline.h"
#include "cli/version.h"

static void tell(const struct report *r, struct timers *timers)
{
	struct strbuf text = { 0 };

	report_text_skipped(r, &text);
	if (timers)
		timers_print(timers, &text);
	fputs(strbuf_str(&text), stderr);
	strbuf_free(&text);
}

static int run(const struct options *o, const char *cache_dir, const char *rules_dir, const struct str_list *files,
	       struct err *err)
{
	struct progress progress;
	struct timers timers = { 0 };
	struct scan_request rq = {
		.db_path = o->db, .paths = files->at, .nr_paths = files->nr, .context_given = true,
		.cache_dir = cache_dir, .rules_dir = rules_dir,
		.jobs = cmd_jobs(o->jobs), .time_limit = o->time_limit, .memory_limit_mib = o->memory_limit,
		.no_pch = o->no_pch, .headers_only = o->headers, .explain_cache = o->debug.nr > 0,
		.timers = o->stats ? &timers : NULL,
	};
	struct report report;
	int rc;

	if (!o->quiet && o->progress != PROGRESS_NEVER) {
		progress_init(&progress, STDERR_FILENO);
		rq.progress = &progress;
	}
	report_init(&report);
	version_libclang(report.libclang, sizeof(report.libclang));
	rc = pipeline_summarize(&rq, &report, o->output, err);
	progress_end(rq.progress);
	if (!rc)
		tell(&report, rq.timers);
	report_free(&report);
	timers_free(&timers);
	return rc;
}

int cmd_summarize(const struct options *o)
{
	char *cache_dir = NULL, *rules_dir = NULL;
	struct files_from files = { 0 };
	struct err err = { 0 };
	int ret = -1;

	if (!o->time_limit)
		err_set(&err, "--time-limit=0: at least 1 second");
	else if (!files_from_read(o, &files, &err) && !output_check(o->output, &err))
		cache_dir = path_cache_dir(o->cache, &err);
	rules_dir = cache_dir ? path_rules_dir(&err) : NULL;
	if (rules_dir)
		ret = run(o, cache_dir, rules_dir, &files.all, &err);
	files_from_free(&files);
	free(cache_dir);
	free(rules_dir);
	return ret ? cmd_fail(CMD_SUMMARIZE, &err) : EXIT_CLEAN;
}
