// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck patch: what a change introduces.  Options -> a change (commits, the index, mails) -> two runs -> findings.
 *
 * The words are checkpatch's.  Without any, the staged changes are looked at, or else the last commit.  Nothing in the tree
 * is written, no commit is checked out: the texts are analysed in memory.  Exit status: 2 when the change cannot be read or
 * does not apply; 3 when a part of it was not analysed; else 1 (or --exit-warning) when something was introduced.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "checks/check.h"
#include "cli/cmd.h"
#include "cli/emit.h"
#include "cli/output.h"
#include "cli/patch_run.h"
#include "cli/paths.h"
#include "cli/version.h"

struct patch_cmd {
	const struct options *o;
	struct patch_run run;
	char *cache_dir, *rules_dir;
	char **rules_extra;
	struct str_list checks;		/* borrowed from all_checks and from the options */
	char *all_checks;
	struct progress progress;
	struct timers timers;
	const char *db;			/* -p DIR */
	u32 strip;			/* -p0, as of patch(1) */
};

static bool in_list(const struct str_list *l, const char *s)
{
	for (u32 i = 0; i < l->nr; i++)
		if (!strcmp(l->at[i], s))
			return true;
	return false;
}

/* --types and --checks are the same; --ignore is all but these. */
static int choose_checks(struct patch_cmd *c, struct err *err)
{
	const struct options *o = c->o;
	struct strbuf all = { 0 };
	char *save = NULL;

	check_list(&all);
	c->all_checks = strbuf_detach(&all);
	for (u32 i = 0; i < o->ignore.nr; i++)
		if (!check_known(o->ignore.at[i]))
			return err_set(err, "--ignore=%s: unknown check (see --list-types)", o->ignore.at[i]);
	for (char *w = strtok_r(c->all_checks, ", ", &save); w; w = strtok_r(NULL, ", ", &save)) {
		bool asked = (!o->types.nr && !o->checks.nr) || in_list(&o->types, w) || in_list(&o->checks, w);

		if (asked && !in_list(&o->ignore, w))
			vec_push(&c->checks, w);
	}
	for (u32 i = 0; i < o->types.nr + o->checks.nr; i++) {
		const char *w = i < o->types.nr ? o->types.at[i] : o->checks.at[i - o->types.nr];

		if (!check_known(w))
			return err_set(err, "%s: unknown check (see --list-types)", w);
	}
	return c->checks.nr ? 0 : err_set(err, "no check is left to run");
}

static int check_options(struct patch_cmd *c, struct err *err)
{
	const struct options *o = c->o;

	c->db = o->db;
	c->strip = 1;
	/* `git diff | gfpcheck patch -p1 -`: the letter is that of patch(1), too */
	if (o->db && *o->db && strlen(o->db) < 3 && !o->db[strspn(o->db, "0123456789")] && !path_exists(o->db)) {
		c->strip = (u32)strtoul(o->db, NULL, 10);
		c->db = NULL;
	}
	if (emit_check(o, err))
		return -1;
	if (o->git + o->staged + o->file > 1)
		return err_set(err, "-g, --staged, -f: one of them, please");
	if (o->staged && o->args.nr)
		return err_set(err, "%s: --staged takes no patch and no range", o->args.at[0]);
	if (o->git && o->args.nr > 1)
		return err_set(err, "%s: one range at a time", o->args.at[1]);
	if (!o->time_limit)
		return err_set(err, "--time-limit=0: at least 1 second");
	if (o->exit_warning > 255)
		return err_set(err, "--exit-warning=%u: an exit status is at most 255", o->exit_warning);
	return choose_checks(c, err);
}

static int fill_request(struct patch_cmd *c, struct err *err)
{
	const struct options *o = c->o;

	c->cache_dir = path_cache_dir(o->cache, err);
	c->rules_dir = c->cache_dir ? path_rules_dir(err) : NULL;
	if (!c->rules_dir)
		return -1;
	c->rules_extra = path_rules_files(c->rules_dir, o->rules.at, o->rules.nr);
	c->run.rq = (struct scan_request){
		.db_path = c->db,
		.cache_dir = c->cache_dir, .rules_dir = c->rules_dir,
		.rules_extra = (const char *const *)c->rules_extra, .nr_rules_extra = o->rules.nr,
		.checks = c->checks.at, .nr_checks = c->checks.nr,
		.jobs = cmd_jobs(o->jobs),
		.time_limit = o->time_limit, .memory_limit_mib = o->memory_limit,
		.rt = o->rt, .model = o->model, .no_pch = o->no_pch,
		.min_confidence = o->strict ? CONF_LOW : (enum confidence)o->min_confidence,
		.timers = o->stats ? &c->timers : NULL,
	};
	if (o->quiet || patch_is_for_b4(o) || o->progress == PROGRESS_NEVER)
		return 0;
	progress_init(&c->progress, STDERR_FILENO);
	c->run.rq.progress = &c->progress;
	return 0;
}

static int read_change(struct patch_cmd *c, struct err *err)
{
	static const char *const head = "HEAD";
	struct patch_run *p = &c->run;
	const struct options *o = c->o;

	if (o->file) {
		p->change.what = xstrdup(o->args.nr == 1 ? o->args.at[0] : "the files");
		return o->args.nr ? 0 : err_set(err, "-f: which files?");
	}
	if (o->git)
		return change_from_git(&p->change, p->tree, o->args.nr ? o->args.at[0] : head, err);
	if (o->staged)
		return change_from_git(&p->change, p->tree, NULL, err);
	if (o->args.nr)
		return change_from_patches(&p->change, p->tree, o->args.at, o->args.nr, c->strip, err);
	return change_from_here(&p->change, p->tree, err);
}

static int status_of(const struct patch_cmd *c)
{
	if (c->run.nr_introduced)
		return c->o->exit_warning ? (int)c->o->exit_warning : EXIT_FINDINGS;
	return report_incomplete(&c->run.after) ? EXIT_INCOMPLETE : EXIT_CLEAN;
}

static int patch_all(struct patch_cmd *c, struct err *err)
{
	struct patch_run *p = &c->run;

	if (check_options(c, err) || known_begin(&p->known, c->o, err) || fill_request(c, err))
		return -1;
	timer_begin(p->rq.timers, "compile commands");
	if (compdb_open_cached(&p->db, c->db ? c->db : ".", c->cache_dir, err))
		return -1;
	timer_end(p->rq.timers, "compile commands");
	if (!p->db.at.nr)
		return err_set(err, "%s: no compile command of a C file in it", p->db.origin);
	p->tree = compdb_source_root(&p->db);
	version_libclang(p->after.libclang, sizeof(p->after.libclang));
	if (read_change(c, err) || patch_analyse(p, err))
		return -1;
	progress_end(p->rq.progress);
	return 0;
}

/* While the runs are made: what they warn of is in the report, too. */
static int hush(bool on, int saved)
{
	int null;

	if (!on) {
		if (saved >= 0) {
			dup2(saved, STDERR_FILENO);
			close(saved);
		}
		return -1;
	}
	saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (null >= 0) {
		dup2(null, STDERR_FILENO);
		close(null);
	}
	return saved;
}

static int list_types(struct err *err)
{
	struct strbuf text = { 0 }, all = { 0 };
	int ret;

	check_list(&all);
	for (const char *s = all.buf; *s; s++) {
		if (*s != ' ')
			strbuf_putc(&text, *s == ',' ? '\n' : *s);
	}
	strbuf_putc(&text, '\n');
	ret = output_write(NULL, &text, err);
	strbuf_free(&text);
	strbuf_free(&all);
	return ret ? cmd_fail(CMD_PATCH, err) : EXIT_CLEAN;
}

int cmd_patch(const struct options *o)
{
	struct patch_cmd c = { .o = o, .run = { .o = o } };
	struct err err = { 0 };
	int ret, saved = -1;

	if (o->list_types)
		return list_types(&err);
	report_init(&c.run.before);
	report_init(&c.run.after);
	if (patch_is_for_b4(o))
		saved = hush(true, -1);
	ret = patch_all(&c, &err);
	hush(false, saved);
	if (ret) {
		ret = cmd_fail(CMD_PATCH, &err);
	} else {
		ret = status_of(&c);
		if (patch_tell(&c.run, ret, &err))
			ret = cmd_fail(CMD_PATCH, &err);
	}
	if (o->stats) {
		struct strbuf text = { 0 };

		timers_print(&c.timers, &text);
		if (write(STDERR_FILENO, text.buf, text.len) < 0)
			ret = EXIT_USAGE;
		strbuf_free(&text);
	}
	patch_run_free(&c.run);
	timers_free(&c.timers);
	vec_free(&c.checks);
	free(c.all_checks);
	free(c.cache_dir);
	free(c.rules_dir);
	path_list_free(c.rules_extra, o->rules.nr);
	return ret;
}
