// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck model: what a kernel's functions do, for scans that do not have its sources.
 *
 * export links the whole database (or what lies below PATHs), and writes the model; show says what one is.  What could
 * not be analysed is missing from the model: exit status 3, and the model is there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/output.h"
#include "cli/paths.h"
#include "cli/pipeline.h"
#include "cli/version.h"
#include "link/kmodel.h"

struct export {
	const struct options *o;
	char *cache_dir, *rules_dir;
	char **rules_extra;
	struct progress progress;
	struct timers timers;
	struct report report;
	struct kmodel model;
};

static int run(struct export *x, struct err *err)
{
	const struct options *o = x->o;
	struct scan_request rq = {
		.db_path = o->db,
		.paths = o->args.at + 1, .nr_paths = o->args.nr - 1,
		.context_given = true, .whole = true,
		.cache_dir = x->cache_dir, .rules_dir = x->rules_dir,
		.rules_extra = (const char *const *)x->rules_extra, .nr_rules_extra = o->rules.nr,
		.jobs = cmd_jobs(o->jobs),
		.time_limit = o->time_limit, .memory_limit_mib = o->memory_limit,
		.rt = o->rt, .no_pch = o->no_pch,
		.model = "none", .model_out = &x->model, .model_all = o->all,
		.timers = o->stats ? &x->timers : NULL,
	};

	if (!o->quiet && o->progress != PROGRESS_NEVER) {
		progress_init(&x->progress, STDERR_FILENO);
		rq.progress = &x->progress;
	}
	version_libclang(x->report.libclang, sizeof(x->report.libclang));
	return pipeline_scan(&rq, &x->report, NULL, err);
}

static void tell(const struct export *x, const char *path)
{
	struct strbuf text = { 0 };

	report_text_skipped(&x->report, &text);
	if (x->o->stats)
		timers_print(&x->timers, &text);
	if (!x->o->quiet) {
		strbuf_printf(&text, "%s\n", path);
		kmodel_print(&x->model, &text);
	}
	fputs(strbuf_str(&text), stderr);
	strbuf_free(&text);
}

static int export_model(const struct options *o, struct err *err)
{
	const char *path = o->output ? o->output : "kernel.gfm";
	struct export x = { .o = o };
	int ret = -1;

	report_init(&x.report);
	x.cache_dir = output_check(path, err) ? NULL : path_cache_dir(o->cache, err);
	x.rules_dir = x.cache_dir ? path_rules_dir(err) : NULL;
	if (x.rules_dir) {
		x.rules_extra = path_rules_files(x.rules_dir, o->rules.at, o->rules.nr);
		if (!run(&x, err) && !kmodel_write(&x.model, path, err)) {
			tell(&x, path);
			ret = report_incomplete(&x.report) ? EXIT_INCOMPLETE : EXIT_CLEAN;
		}
	}
	kmodel_close(&x.model);
	report_free(&x.report);
	path_list_free(x.rules_extra, o->rules.nr);
	free(x.cache_dir);
	free(x.rules_dir);
	return ret;
}

static int show_model(const struct options *o, struct err *err)
{
	struct strbuf text = { 0 };
	struct kmodel km;
	int ret;

	if (o->args.nr != 2)
		return err_set(err, "show: which file?");
	if (kmodel_open(o->args.at[1], &km, err))
		return -1;
	kmodel_print(&km, &text);
	ret = output_write(o->output, &text, err) ? -1 : EXIT_CLEAN;
	strbuf_free(&text);
	kmodel_close(&km);
	return ret;
}

int cmd_model(const struct options *o)
{
	struct err err = { 0 };
	int ret = -1;

	if (!strcmp(o->args.at[0], "export"))
		ret = export_model(o, &err);
	else if (!strcmp(o->args.at[0], "show"))
		ret = show_model(o, &err);
	else
		err_set(&err, "%s: must be one of export, show", o->args.at[0]);
	return ret < 0 ? cmd_fail(CMD_MODEL, &err) : ret;
}
