// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck plan: the jobs of a scan for an engine that runs them, on one machine or many.
 *
 * Options that a scan would have are passed on to the jobs; paths become absolute, as jobs run in the plan's folder.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/cmd.h"
#include "cli/paths.h"
#include "cli/plan.h"
#include "cli/version.h"

#define BATCH_SECONDS 60u

static int engine_of(const struct options *o, enum plan_engine *engine, struct err *err)
{
	const bool asked[ENGINE_NR] = { [ENGINE_NINJA] = o->ninja, [ENGINE_MAKE] = o->make, [ENGINE_SLURM] = o->slurm,
		[ENGINE_PARALLEL] = o->parallel };
	u32 nr = 0;

	for (u32 i = 0; i < ENGINE_NR; i++) {
		if (!asked[i])
			continue;
		*engine = (enum plan_engine)i;
		nr++;
	}
	return nr == 1 ? 0 : err_set(err, "one of --ninja, --make, --slurm, --parallel is needed");
}

/* Words of the jobs' commands; strings are owned by the vec. */
struct words {
	VEC(char *) owned;
	struct plan_words w;
};

static const char *word(struct words *w, const char *name, const char *value)
{
	struct strbuf sb = { 0 };

	strbuf_printf(&sb, "%s%s", name, value);
	vec_push(&w->owned, strbuf_detach(&sb));
	return vec_last(&w->owned);
}

static const char *path_word(struct words *w, const char *name, const char *path)
{
	char *cwd = getcwd(NULL, 0), *abs = realpath(path, NULL);
	const char *s;

	if (!abs)
		abs = path_join(cwd ? cwd : "/", path);
	s = word(w, name, abs);
	free(abs);
	free(cwd);
	return s;
}

static void number_word(struct words *w, struct str_words *to, const char *name, u32 value)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", value);
	vec_push(&to->at, word(w, name, text));
}

static void list_words(struct words *w, struct str_words *to, const char *name, const struct str_list *l)
{
	for (u32 i = 0; i < l->nr; i++)
		vec_push(&to->at, word(w, name, l->at[i]));
}

static void fill_words(const struct options *o, const char *cache_dir, const char *rules_dir, struct words *w)
{
	struct str_words *sum = &w->w.summarize, *link = &w->w.link;
	const char *env = getenv("GFPCHECK_RULES");
	char program[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);

	program[MAX(n, 0)] = '\0';
	w->w.program = word(w, "", *program ? program : "gfpcheck");
	w->w.env = env && *env ? word(w, "GFPCHECK_RULES=", rules_dir) : NULL;
	vec_push(&sum->at, path_word(w, "--build-dir=", o->db ? o->db : "."));
	vec_push(&sum->at, word(w, "--cache=", cache_dir));
	vec_push(&sum->at, "-j1");
	number_word(w, sum, "--time-limit=", o->time_limit);
	number_word(w, sum, "--memory-limit=", o->memory_limit);
	if (o->no_pch)
		vec_push(&sum->at, "--no-pch");
	for (u32 i = 0; i < o->rules.nr; i++)
		vec_push(&link->at, strchr(o->rules.at[i], '/') || path_exists(o->rules.at[i]) ?
			 path_word(w, "--rules=", o->rules.at[i]) : word(w, "--rules=", o->rules.at[i]));
	list_words(w, link, "--checks=", &o->checks);
	if (o->model)
		vec_push(&link->at, strcmp(o->model, "none") ? path_word(w, "--model=", o->model) : "--model=none");
	if (o->min_confidence != CONF_MEDIUM)
		vec_push(&link->at, word(w, "--min-confidence=", confidence_word((enum confidence)o->min_confidence)));
	if (o->rt)
		vec_push(&link->at, "--rt");
}

static void words_free(struct words *w)
{
	for (u32 i = 0; i < w->owned.nr; i++)
		free(w->owned.at[i]);
	vec_free(&w->owned);
	vec_free(&w->w.summarize.at);
	vec_free(&w->w.link.at);
}

static int plan(const struct options *o, enum plan_engine engine, const char *cache_dir, const char *rules_dir,
		struct err *err)
{
	struct scan_request rq = {
		.db_path = o->db, .paths = o->args.at, .nr_paths = o->args.nr, .context_given = true,
		.cache_dir = cache_dir, .rules_dir = rules_dir, .no_pch = o->no_pch, .jobs = 1,
	};
	struct words words = { 0 };
	struct report report;
	struct plan p = { 0 };
	int rc;

	report_init(&report);
	rc = plan_make(&rq, o->batch_seconds ? o->batch_seconds : BATCH_SECONDS, &report, &p, err);
	fill_words(o, cache_dir, rules_dir, &words);
	if (!rc)
		rc = dir_make(o->output, err) || plan_write(&p, engine, &words.w, o->output, err) ? -1 : 0;
	if (!rc && !o->quiet)
		fprintf(stderr, "%u TUs in %u batches, %u precompiled headers first; some %llu s of CPU time\n", p.nr_tus,
			p.batch.nr, p.header.nr, (unsigned long long)(p.cost / 1000000));
	words_free(&words);
	plan_free(&p);
	report_free(&report);
	return rc;
}

int cmd_plan(const struct options *o)
{
	enum plan_engine engine = ENGINE_NINJA;
	char *cache_dir = NULL, *rules_dir = NULL;
	struct err err = { 0 };
	int ret = -1;

	if (engine_of(o, &engine, &err))
		return cmd_fail(CMD_PLAN, &err);
	if (!o->output || !*o->output || !strcmp(o->output, "-")) {
		err_set(&err, "-o DIR is needed: a folder for the jobs");
		return cmd_fail(CMD_PLAN, &err);
	}
	cache_dir = path_cache_dir(o->cache, &err);
	rules_dir = cache_dir ? path_rules_dir(&err) : NULL;
	if (rules_dir)
		ret = plan(o, engine, cache_dir, rules_dir, &err);
	free(cache_dir);
	free(rules_dir);
	return ret ? cmd_fail(CMD_PLAN, &err) : EXIT_CLEAN;
}
