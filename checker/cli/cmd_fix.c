// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck fix: findings -> semantic patches -> proof -> diffs.
 *
 * Input: the JSON of a scan, or PATHs that are scanned now.  The program is analysed once as it is, with the findings'
 * files and whatever the cache holds; then fix_prove() tries candidates on texts in memory.  Output: the report with
 * the diffs that were proved, mails, or the files themselves (--in-place), each replaced whole or not at all.
 * Exit status: 0 everything was repaired; 1 a finding is left; 2 usage, or spatch is missing; 3 some file could not
 * be analysed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/emit.h"
#include "cli/fix_out.h"
#include "cli/fix_prove.h"
#include "cli/output.h"
#include "cli/paths.h"
#include "cli/version.h"
#include "db/compdb.h"

struct fix {
	const struct options *o;
	struct scan_request rq;
	char *cache_dir, *rules_dir, *cocci_dir, *tree;
	char **rules_extra;
	struct progress progress;
	struct report wanted;		/* what to repair */
	struct report before;		/* the whole program as it is */
	bool scanned;			/* wanted is before */
	VEC(const char *) paths;	/* of wanted, to be analysed */
	struct rules rules;
	struct releases releases;
	struct fix_files src;
	struct spatch sp;
	struct fix_ctx cx;
	repairs all;
	repairs others;			/* of findings that all has a repair of */
	u32 nr_lost;			/* of the findings file, not found again */
};

static bool is_findings_file(const struct options *o)
{
	size_t n = o->args.nr == 1 ? strlen(o->args.at[0]) : 0;

	return n > 5 && !strcmp(o->args.at[0] + n - 5, ".json");
}

static int check_usage(const struct options *o, struct err *err)
{
	if (!o->args.nr)
		return err_set(err, "name the findings (FINDINGS.json), or the PATHs to scan");
	if (o->in_place + o->interactive + o->dry_run > 1 && !(o->in_place && o->interactive))
		return err_set(err, "--in-place, --dry-run: one of them");
	if (o->format_patch && (o->in_place || o->dry_run))
		return err_set(err, "--format-patch writes mails: not with --in-place or --dry-run");
	if (!o->time_limit)
		return err_set(err, "--time-limit=0: at least 1 second");
	return emit_check(o, err);
}

static void fill_request(struct fix *x)
{
	const struct options *o = x->o;

	x->rules_extra = path_rules_files(x->rules_dir, o->rules.at, o->rules.nr);
	x->rq = (struct scan_request){
		.db_path = o->db,
		.with = o->with.at, .nr_with = o->with.nr,
		.context_all = o->context == CONTEXT_ALL,
		.cache_dir = x->cache_dir, .rules_dir = x->rules_dir,
		.rules_extra = (const char *const *)x->rules_extra, .nr_rules_extra = o->rules.nr,
		.jobs = o->jobs ? o->jobs : (u32)MAX(sysconf(_SC_NPROCESSORS_ONLN), 1L),
		.time_limit = o->time_limit, .memory_limit_mib = o->memory_limit,
		.rt = o->rt, .model = o->model, .no_pch = o->no_pch, .whole = true,
		.min_confidence = (enum confidence)o->min_confidence,
	};
	if (o->quiet || o->progress == PROGRESS_NEVER)
		return;
	progress_init(&x->progress, STDERR_FILENO);
	x->rq.progress = &x->progress;
}

static int read_data(struct fix *x, struct err *err)
{
	char *table = path_join(x->cocci_dir, "release.table");
	int rc = releases_read(&x->releases, table, err);

	free(table);
	rules_init(&x->rules, 0);
	if (rc || rules_read_dir(&x->rules, x->rules_dir, err))
		return -1;
	for (u32 i = 0; i < x->o->rules.nr; i++)
		if (rules_read_file(&x->rules, x->rules_extra[i], err))
			return -1;
	return 0;
}

static int find_tree(struct fix *x, struct err *err)
{
	struct compdb db = { 0 };
	int rc = compdb_open(&db, x->o->db ? x->o->db : ".", err);

	if (!rc && !db.at.nr)
		rc = err_set(err, "%s: no compile command of a C file in it", db.origin);
	if (!rc)
		x->tree = compdb_source_root(&db);
	compdb_free(&db);
	return rc;
}

static int begin(struct fix *x, struct err *err)
{
	if (check_usage(x->o, err))
		return -1;
	if (is_findings_file(x->o) && report_read_json(&x->wanted, x->o->args.at[0], err))
		return -1;
	x->cache_dir = path_cache_dir(x->o->cache, err);
	x->rules_dir = x->cache_dir ? path_rules_dir(err) : NULL;
	x->cocci_dir = x->rules_dir ? path_cocci_dir(err) : NULL;
	if (!x->cocci_dir)
		return -1;
	fill_request(x);
	if (read_data(x, err) || spatch_begin(&x->sp, x->cocci_dir, err) || find_tree(x, err))
		return -1;
	fix_files_init(&x->src, x->tree);
	version_libclang(x->before.libclang, sizeof(x->before.libclang));
	return 0;
}

static bool is_wanted(const struct fix *x, const struct finding *f)
{
	char id[17];

	if (f->confidence < (enum confidence)x->o->min_confidence)
		return false;
	snprintf(id, sizeof(id), "%016llx", (unsigned long long)f->id);
	for (u32 i = 0; i < x->o->ids.nr; i++)
		if (!strcmp(x->o->ids.at[i], id))
			return true;
	if (x->o->ids.nr)
		return false;
	for (u32 i = 0; i < x->o->checks.nr; i++)
		if (!strcmp(x->o->checks.at[i], f->check))
			return true;
	return !x->o->checks.nr;
}

static void add_path(struct fix *x, u32 file)
{
	const char *path = report_str(&x->wanted, file);
	size_t n = strlen(path);

	if (n < 3 || strcmp(path + n - 2, ".c") || !fix_files_get(&x->src, path))
		return;
	for (u32 i = 0; i < x->paths.nr; i++)
		if (!strcmp(x->paths.at[i], path))
			return;
	vec_push(&x->paths, path);
}

/* The files that the findings' proofs go through. */
static void collect_paths(struct fix *x)
{
	for (u32 i = 0; i < x->wanted.finding.nr; i++) {
		const struct finding *f = &x->wanted.finding.at[i];

		if (!is_wanted(x, f))
			continue;
		add_path(x, f->at.file);
		for (u32 k = 0; k < f->step_nr; k++)
			add_path(x, x->wanted.step.at[f->step_at + k].at.file);
	}
	x->rq.paths = x->paths.at;
	x->rq.nr_paths = x->paths.nr;
}

static int analyse(struct fix *x, struct err *err)
{
	int rc;

	if (is_findings_file(x->o)) {
		collect_paths(x);
		if (!x->paths.nr)
			return 0;
	} else {
		x->scanned = true;
		x->rq.paths = x->o->args.at;
		x->rq.nr_paths = x->o->args.nr;
	}
	rc = pipeline_scan(&x->rq, &x->before, NULL, err);
	progress_end(x->rq.progress);
	if (!rc)
		report_finish(&x->before, x->rq.min_confidence);
	return rc;
}

/* The finding of the analysis that has this fingerprint. */
static u32 find_again(const struct fix *x, u64 id)
{
	for (u32 i = 0; i < x->before.finding.nr; i++)
		if (x->before.finding.at[i].id == id)
			return i;
	return UINT32_MAX;
}

/* With PATHs: only what stands below one of them; the rest of the program is there for the proof. */
static bool is_below(const struct fix *x, const struct finding *f)
{
	char *file = path_join(x->tree, report_str(&x->before, f->at.file));
	bool below = false;

	for (u32 i = 0; i < x->o->args.nr && !below; i++) {
		char *in_tree = path_join(x->tree, x->o->args.at[i]), *cwd = getcwd(NULL, 0);
		char *here = path_join(cwd ? cwd : "/", x->o->args.at[i]);

		below = path_below(in_tree, file) || path_below(here, file);
		free(in_tree);
		free(here);
		free(cwd);
	}
	free(file);
	return below;
}

static void add_repair(struct fix *x, u32 at)
{
	struct repair r = { .finding = at };

	fix_attempts(&x->cx, &x->before.finding.at[at], &r.list, &r.why);
	attempts_prefer(&r.list, (enum fix_kind)x->o->prefer);
	if (!r.list.nr)
		r.state = REPAIR_NONE;
	vec_push(&x->all, r);
}

static void tell_lost(struct fix *x, const struct finding *f)
{
	struct strbuf t = { 0 };

	x->nr_lost++;
	text_escape(&t, report_str(&x->wanted, f->at.file));
	strbuf_printf(&t, ":%u: not found again [", f->at.line);
	text_escape(&t, f->check);
	fprintf(stderr, "%s]: the file changed, or --with=PATH is needed for its callers\n", strbuf_str(&t));
	strbuf_free(&t);
}

static void choose(struct fix *x)
{
	if (x->scanned) {
		for (u32 i = 0; i < x->before.finding.nr; i++)
			if (is_wanted(x, &x->before.finding.at[i]) && is_below(x, &x->before.finding.at[i]))
				add_repair(x, i);
		return;
	}
	for (u32 i = 0; i < x->wanted.finding.nr; i++) {
		const struct finding *f = &x->wanted.finding.at[i];
		u32 at = is_wanted(x, f) ? find_again(x, f->id) : UINT32_MAX;

		if (at != UINT32_MAX)
			add_repair(x, at);
		else if (is_wanted(x, f))
			tell_lost(x, f);
	}
}

static int run(struct fix *x, struct err *err)
{
	struct prover p = { .before = &x->before, .cx = &x->cx, .src = &x->src, .sp = &x->sp };

	x->cx = (struct fix_ctx){ .r = &x->before, .src = &x->src, .rules = &x->rules, .releases = &x->releases };
	if (analyse(x, err))
		return -1;
	choose(x);
	p.rq = x->rq;
	p.rq.progress = NULL;
	if (x->o->dry_run)
		return fix_out_plan(x->o, &x->before, &x->all, err);
	if (fix_prove(&p, &x->all, err) || (fix_out_shows(x->o) && fix_prove_others(&p, &x->all, &x->others, err)))
		return -1;
	return fix_out(x->o, &p, &x->before, &x->all, &x->others, err);
}

static int status_of(const struct fix *x)
{
	u32 left = x->nr_lost;

	for (u32 i = 0; i < x->all.nr; i++)
		left += x->all.at[i].state != REPAIR_DONE;
	if (report_incomplete(&x->before))
		return EXIT_INCOMPLETE;
	return left ? EXIT_FINDINGS : EXIT_CLEAN;
}

static void fix_free(struct fix *x)
{
	repairs_free(&x->all);
	repairs_free(&x->others);
	fix_files_free(&x->src);
	spatch_end(&x->sp);
	if (x->releases.str.text)
		releases_free(&x->releases);
	if (x->rules.str.text)
		rules_free(&x->rules);
	path_list_free(x->rules_extra, x->o->rules.nr);
	report_free(&x->wanted);
	report_free(&x->before);
	vec_free(&x->paths);
	free(x->cache_dir);
	free(x->rules_dir);
	free(x->cocci_dir);
	free(x->tree);
}

int cmd_fix(const struct options *o)
{
	struct fix x = { .o = o };
	struct err err = { 0 };
	int ret;

	report_init(&x.wanted);
	report_init(&x.before);
	ret = begin(&x, &err) || run(&x, &err) ? cmd_fail(CMD_FIX, &err) : status_of(&x);
	fix_free(&x);
	return ret;
}
