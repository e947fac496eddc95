// SPDX-License-Identifier: GPL-2.0-only
/*
 * gfpcheck query: questions to the linked program.
 *
 * The last link of this compile database, as wide as there is one in the cache, answers at once; what changed since is
 * said on stderr.  Where there is none, or none of the whole database with --with or --context=all, and with --fresh,
 * the program is linked first: read is what these name, and whatever the cache holds.  Exit status: 0, 2 when a function
 * is not there or the run failed, 3 when a TU is missing from what was read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/cmd.h"
#include "cli/link_cache.h"
#include "cli/output.h"
#include "cli/paths.h"
#include "link/link_query.h"
#include "report/jsonw.h"

struct ask {
	const struct options *o;
	enum query_verb verb;
	struct scan_request rq;
	char **rules_extra;	/* as many as o->rules */
	struct progress progress;
	struct link_cache_list list;
	VEC(const char *) with;		/* for --fresh */
	struct link_db db[LINK_CACHE_KEEP + 1];	/* in the order in which they are asked */
	u32 nr_db;
	struct query_result result;
	u32 used;		/* bit per db: it has answered */
};

static void fill_request(struct ask *a, const char *cache, const char *rules)
{
	const struct options *o = a->o;

	a->rules_extra = path_rules_files(rules, o->rules.at, o->rules.nr);
	a->rq = (struct scan_request){
		.db_path = o->db, .with = o->with.at, .nr_with = o->with.nr,
		.context_all = o->context == CONTEXT_ALL, .cache_dir = cache, .rules_dir = rules,
		.rules_extra = (const char *const *)a->rules_extra, .nr_rules_extra = o->rules.nr,
		.jobs = o->jobs ? o->jobs : (u32)MAX(sysconf(_SC_NPROCESSORS_ONLN), 1L),
		.time_limit = o->time_limit, .memory_limit_mib = o->memory_limit, .rt = o->rt, .model = o->model, .no_pch = o->no_pch,
		.explain_cache = o->debug.nr > 0, .query = true,
	};
	if (o->quiet || o->progress == PROGRESS_NEVER)
		return;
	progress_init(&a->progress, STDERR_FILENO);
	a->rq.progress = &a->progress;
}

/* ---- where the answers come from ---- */

/*
 * --fresh: what the last link was made of is read again where it changed.  *old keeps the paths that the request then
 * borrows.
 */
static void as_before(struct ask *a, struct link_db *old)
{
	struct err err = { 0 };

	if (!a->list.nr || a->rq.context_all || link_db_open(a->list.path[0], old, &err))
		return;
	if (old->meta->flags & LDB_WHOLE) {
		a->rq.context_all = true;
		return;
	}
	for (u32 i = 0; i < a->rq.nr_with; i++)
		vec_push(&a->with, a->rq.with[i]);
	for (u32 i = 0; i < old->nr_tu; i++)
		if (path_exists(ldb_text(old, old->tu[i].path)))
			vec_push(&a->with, ldb_text(old, old->tu[i].path));
	a->rq.with = a->with.at;
	a->rq.nr_with = a->with.nr;
}

static int link_now(struct ask *a, struct err *err)
{
	struct link_db old = { 0 };
	struct report report;
	int rc;

	as_before(a, &old);
	report_init(&report);
	a->rq.link_out = &a->db[a->nr_db];
	rc = pipeline_scan(&a->rq, &report, NULL, err);
	progress_end(a->rq.progress);
	report_free(&report);
	link_db_close(&old);
	if (rc)
		return -1;
	if (!a->db[a->nr_db].file.size)
		return err_set(err, "the program is too large to be asked");
	a->nr_db++;
	return 0;
}

/* Opens the next link of the cache that will do; false when there is none left. */
static bool open_next(struct ask *a, u32 *at)
{
	while (*at < a->list.nr && a->nr_db <= LINK_CACHE_KEEP) {
		struct link_db *db = &a->db[a->nr_db];
		struct err err = { 0 };

		if (link_db_open(a->list.path[(*at)++], db, &err)) {
			warn("cache: %s; it is not used", err.msg);
			continue;
		}
		if ((!a->rq.context_all && !a->o->with.nr) || (db->meta->flags & LDB_WHOLE)) {
			a->nr_db++;
			return true;
		}
		link_db_close(db);
	}
	return false;
}

/* Each name is asked of the widest link first; one that is not there may be in another. */
static int ask_all(struct ask *a, u32 *at, struct err *err)
{
	int rc = 0;

	for (u32 i = 1; i < a->o->args.nr; i++) {
		struct err first = { 0 };
		bool found = false;

		for (u32 k = 0; !found && (k < a->nr_db || open_next(a, at)); k++) {
			found = !link_query(&a->db[k], a->verb, a->o->args.at[i], &a->result, &first);
			a->used |= found ? 1u << k : 0;
		}
		if (!found)
			rc = err_set(err, "%s", first.msg);
	}
	return rc;
}

static void say_missing(const struct link_db *db)
{
	u32 nr = 0;
	const char *one = "";

	for (u32 i = 0; i < db->nr_tu; i++) {
		if (!db->tu[i].missing)
			continue;
		nr++;
		one = ldb_text(db, db->tu[i].path);
	}
	if (nr)
		warn("%u files could not be analysed and are not part of the answer, such as %s: see 'gfpcheck doctor'", nr,
		     one);
}

static bool is_incomplete(const struct link_db *db)
{
	for (u32 i = 0; i < db->nr_tu; i++)
		if (db->tu[i].missing)
			return true;
	return false;
}

/* Old answers at once, rather than new ones in a minute: but never without a word. */
static void say_changed(const struct link_db *db)
{
	const char *first;
	u32 nr = link_cache_changed(db, &first);

	if (nr == 1)
		warn("%s changed since this link was made: scan again, or use --fresh", first);
	else if (nr)
		warn("%u files changed since this link was made, such as %s: scan again, or use --fresh", nr, first);
}

/* ---- how they are written ---- */

static void text_answer(const struct ask *a, const struct query_answer *q, struct strbuf *out)
{
	static const char *const nothing[QUERY_NR] = {
		[QUERY_WHY] = "does not sleep, as far as is known",
		[QUERY_CALLERS] = "nothing that was read calls it",
		[QUERY_CALLEES] = "calls nothing",
		[QUERY_EFFECTS] = "no effect, or one that is known to rules/ alone",
	};

	if (a->result.answer.nr > 1 || !q->row.nr) {
		text_escape(out, q->file);
		strbuf_printf(out, ":%u: ", q->line);
		text_escape(out, q->function);
		strbuf_printf(out, "()%s%s\n", q->row.nr ? ":" : ": ",
			      q->row.nr ? "" : !q->line ? "its body was not read" : nothing[a->verb]);
	}
	query_print(q, out);
}

static void json_answer(const struct ask *a, const struct query_answer *q, struct jsonw *w)
{
	jsonw_object(w, NULL, false);
	jsonw_str(w, "query", query_verb_word(a->verb));
	jsonw_str(w, "function", q->function);
	jsonw_str(w, "file", q->file);
	jsonw_u64(w, "line", q->line);
	jsonw_array(w, "answers", false);
	for (u32 i = 0; i < q->row.nr; i++) {
		const struct query_row *r = &q->row.at[i];

		jsonw_object(w, NULL, true);
		jsonw_str(w, "kind", r->kind);
		jsonw_str(w, "file", r->file);
		jsonw_u64(w, "line", r->line);
		jsonw_u64(w, "column", r->col);
		jsonw_str(w, "function", r->function);
		jsonw_u64(w, "depth", r->depth);
		jsonw_str(w, "text", r->text);
		jsonw_close(w);
	}
	jsonw_close(w);
	jsonw_close(w);
}

static int write_answers(const struct ask *a, struct err *err)
{
	struct strbuf out = { 0 };
	struct jsonw w;
	int rc;

	if (a->o->format == FORMAT_JSON) {
		jsonw_begin(&w, &out);
		jsonw_array(&w, NULL, false);
		for (u32 i = 0; i < a->result.answer.nr; i++)
			json_answer(a, &a->result.answer.at[i], &w);
		jsonw_close(&w);
		jsonw_end(&w);
	} else {
		for (u32 i = 0; i < a->result.answer.nr; i++)
			text_answer(a, &a->result.answer.at[i], &out);
	}
	rc = output_write(a->o->output, &out, err);
	strbuf_free(&out);
	return rc;
}

/* ---- the command ---- */

static int answer(struct ask *a, struct err *err)
{
	bool incomplete = false, all_found;
	struct hash128 key;
	u32 at = 0;

	if (link_cache_key(&a->rq, &key, err))
		return EXIT_USAGE;
	link_cache_list(a->rq.cache_dir, key, &a->list);
	/* what was linked just now is the only one that is asked */
	if (a->o->fresh || !open_next(a, &at)) {
		at = a->list.nr;
		if (link_now(a, err))
			return EXIT_USAGE;
	}
	/* what was found is written, whatever else was not */
	all_found = !ask_all(a, &at, err);
	for (u32 k = 0; k < a->nr_db; k++) {
		if (!(a->used & 1u << k))
			continue;
		if (!a->rq.link_out)
			say_changed(&a->db[k]);
		say_missing(&a->db[k]);
		incomplete |= is_incomplete(&a->db[k]);
	}
	if ((a->result.answer.nr && write_answers(a, err)) || !all_found)
		return EXIT_USAGE;
	return incomplete ? EXIT_INCOMPLETE : EXIT_CLEAN;
}

static int check_options(const struct options *o, enum query_verb *verb, struct err *err)
{
	*verb = query_verb_find(o->args.at[0], err);
	if (*verb == QUERY_NR)
		return -1;
	if (o->args.nr < 2)
		return err_set(err, "which function?");
	return cmd_check_format(o, err) || output_check(o->output, err) ? -1 : 0;
}

int cmd_query(const struct options *o)
{
	struct ask a = { .o = o };
	char *cache = NULL, *rules = NULL;
	struct err err = { 0 };
	int rc = EXIT_USAGE;

	if (!check_options(o, &a.verb, &err)) {
		cache = path_cache_dir(o->cache, &err);
		rules = cache ? path_rules_dir(&err) : NULL;
		if (rules) {
			fill_request(&a, cache, rules);
			rc = answer(&a, &err);
		}
	}
	for (u32 k = 0; k < a.nr_db; k++)
		link_db_close(&a.db[k]);
	link_cache_list_free(&a.list);
	vec_free(&a.with);
	query_result_free(&a.result);
	free(cache);
	free(rules);
	path_list_free(a.rules_extra, o->rules.nr);
	return rc == EXIT_USAGE ? cmd_fail(CMD_QUERY, &err) : rc;
}
