// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck scan, gfpcheck link: options -> one struct scan_request -> pipeline_scan() -> report -> stdout or -o FILE.
 *
 * Everything that can be wrong with the command line is found before the work begins.  Findings go to
 * stdout; what is said about the run (TUs that are missing, the summary, --stats) to stderr.  Exit status: 2 when
 * the run or the writing failed; else 3 when a TU, or a part of one, is missing; else 1 when a finding is subject to
 * --fail-on; else 0.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/emit.h"
#include "cli/files_from.h"
#include "cli/known.h"
#include "cli/output.h"
#include "cli/paths.h"
#include "cli/pipeline.h"
#include "cli/sparse.h"
#include "cli/version.h"

#define MAX_JOBS 1024u

struct scan {
	const struct options *o;
	enum command_id cmd;
	struct files_from bundles;
	struct scan_request rq;
	char *cache_dir, *rules_dir;
	char **rules_extra;	/* as many as o->rules */
	char *sparse;		/* the program; NULL without --with-sparse */
	struct progress progress;
	struct timers timers;
	struct report report;
	struct known known;
	struct strbuf dump;
};

static int check_options(const struct options *o, struct err *err)
{
	if (o->dump ? output_check(o->output, err) : emit_check(o, err))
		return -1;
	if (o->jobs > MAX_JOBS)
		return err_set(err, "--jobs=%u: at most %u", o->jobs, MAX_JOBS);
	if (!o->time_limit)
		return err_set(err, "--time-limit=0: at least 1 second");
	if (o->fail_on == FAIL_ON_NEW && !o->baseline)
		return err_set(err, "--fail-on=new needs --baseline=FILE: new compared with what?");
	if (o->with_sparse && o->dump)
		return err_set(err, "--with-sparse and --dump: a dump ends before sparse would run");
	for (u32 i = 0; i < o->checks.nr; i++)
		if (!o->with_sparse && sparse_is_check(o->checks.at[i]))
			return err_set(err, "--checks=%s needs --with-sparse", o->checks.at[i]);
	for (u32 i = 0; i < o->debug.nr; i++)
		if (strcmp(o->debug.at[i], "explain"))
			return err_set(err, "-d %s: must be one of explain", o->debug.at[i]);
	return 0;
}

static void fill_request(struct scan *s)
{
	const struct options *o = s->o;

	s->rules_extra = path_rules_files(s->rules_dir, o->rules.at, o->rules.nr);
	s->rq = (struct scan_request){
		.db_path = o->db,
		.paths = o->args.at, .nr_paths = o->args.nr,
		.with = o->with.at, .nr_with = o->with.nr,
		.context_all = o->context == CONTEXT_ALL,
		.cache_dir = s->cache_dir, .rules_dir = s->rules_dir,
		.rules_extra = (const char *const *)s->rules_extra, .nr_rules_extra = o->rules.nr,
		.checks = o->checks.at, .nr_checks = o->checks.nr,
		.jobs = cmd_jobs(o->jobs),
		.time_limit = o->time_limit, .memory_limit_mib = o->memory_limit,
		.sparse = s->sparse, .rt = o->rt, .model = o->model, .no_pch = o->no_pch, .explain_cache = o->debug.nr > 0,
		.dump = o->dump,
		.keep = !o->dump && !o->with_sparse && !o->debug.nr,
		.min_confidence = (enum confidence)o->min_confidence,
		.timers = o->stats ? &s->timers : NULL,
	};
	if (s->cmd == CMD_LINK) {
		s->rq.nr_paths = 0;
		s->rq.bundle = s->bundles.all.at;
		s->rq.nr_bundle = s->bundles.all.nr;
		s->rq.keep = false;
	}
	if (o->quiet || o->progress == PROGRESS_NEVER)
		return;
	progress_init(&s->progress, STDERR_FILENO);
	s->rq.progress = &s->progress;
}

static int scan_begin(struct scan *s, struct err *err)
{
	if (check_options(s->o, err))
		return -1;
	if (known_begin(&s->known, s->o, err))
		return -1;
	if (s->cmd == CMD_LINK && files_from_read(s->o, &s->bundles, err))
		return -1;
	if (s->cmd == CMD_LINK && !s->bundles.all.nr)
		return err_set(err, "no bundle: name what 'gfpcheck summarize -o' wrote, or --files-from=FILE");
	s->cache_dir = s->cmd == CMD_LINK ? NULL : path_cache_dir(s->o->cache, err);
	if (s->cmd != CMD_LINK && !s->cache_dir)
		return -1;
	s->rules_dir = path_rules_dir(err);
	if (!s->rules_dir)
		return -1;
	if (s->o->with_sparse && !(s->sparse = sparse_find(err)))
		return -1;
	fill_request(s);
	version_libclang(s->report.libclang, sizeof(s->report.libclang));
	return 0;
}

/* On stderr: what is missing, how long it took, and the summary as the last line. */
static void tell(const struct scan *s, bool with_findings)
{
	struct strbuf text = { 0 };

	report_text_skipped(&s->report, &text);
	if (s->o->stats) {
		for (u32 i = 0; i < s->report.counter.nr; i++)
			timer_count(s->rq.timers, s->report.counter.at[i].name, s->report.counter.at[i].value);
		timers_print(s->rq.timers, &text);
	}
	if (with_findings)
		known_tell(&s->known, &text);
	if (with_findings && (!s->o->quiet || report_incomplete(&s->report)))
		report_text_summary(&s->report, &text);
	fputs(strbuf_str(&text), stderr);
	strbuf_free(&text);
}

static bool is_failure(const struct options *o, const struct finding *f)
{
	if (f->suppressed)
		return false;
	switch (o->fail_on) {
	case FAIL_ON_NONE:
		return false;
	case FAIL_ON_ERROR:
		return f->severity >= SEV_ERROR;
	case FAIL_ON_WARNING:
		return f->severity >= SEV_WARNING;
	default:	/* new, and the default: without a baseline nothing is known */
		return f->severity >= SEV_WARNING && f->baseline != BASE_KNOWN;
	}
}

static int status_of(const struct scan *s)
{
	if (report_incomplete(&s->report))
		return EXIT_INCOMPLETE;
	for (u32 i = 0; i < s->report.finding.nr; i++)
		if (is_failure(s->o, &s->report.finding.at[i]))
			return EXIT_FINDINGS;
	return EXIT_CLEAN;
}

static int write_report(struct scan *s, struct err *err)
{
	known_finish(&s->known, &s->report, s->rq.min_confidence);
	return emit_report(s->o, &s->report, status_of(s), err);
}

static int scan_run(struct scan *s, struct err *err)
{
	int ret = pipeline_scan(&s->rq, &s->report, &s->dump, err);

	progress_end(s->rq.progress);
	if (ret)
		return cmd_fail(s->cmd, err);
	ret = s->o->dump ? output_write(s->o->output, &s->dump, err) : write_report(s, err);
	tell(s, !s->o->dump);
	if (ret)
		return cmd_fail(s->cmd, err);
	return s->o->dump && !report_incomplete(&s->report) ? EXIT_CLEAN : status_of(s);
}

static int run(const struct options *o, enum command_id cmd)
{
	struct scan s = { .o = o, .cmd = cmd };
	struct err err = { 0 };
	int ret;

	report_init(&s.report);
	ret = scan_begin(&s, &err) ? cmd_fail(cmd, &err) : scan_run(&s, &err);
	report_free(&s.report);
	timers_free(&s.timers);
	strbuf_free(&s.dump);
	free(s.cache_dir);
	free(s.rules_dir);
	free(s.sparse);
	path_list_free(s.rules_extra, o->rules.nr);
	files_from_free(&s.bundles);
	known_free(&s.known);
	return ret;
}

int cmd_scan(const struct options *o)
{
	return run(o, CMD_SCAN);
}

/* The second half: a scan whose summaries are there. */
int cmd_link(const struct options *o)
{
	return run(o, CMD_LINK);
}
