// SPDX-License-Identifier: GPL-2.0-only
/*
 * See delta.h.
 *
 * Input: a kept result (kept.h), the link it was made from, that link's model, and the summaries of the changed files as
 * they were: they stay in the cache until a run of the whole program replaces them.  Output: a report as that run would
 * make it.  Whatever is missing or does not fit makes delta_take() give up: the run goes its normal way.
 *
 * Invariant: nothing is written; so any number of edits are compared with the same whole run.
 * Cost: of two runs of the nearest files, at the same time.
 */
#include "cli/delta.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cli/kept.h"
#include "cli/link_cache.h"
#include "cli/near.h"
#include "cli/pipeline_int.h"
#include "report/match.h"

struct delta {
	struct run *r;
	struct kept_stale kept;
	struct link_db db;
	struct near near;
	VEC(struct front_overlay) text;	/* of the changed files; owned */
	VEC(struct summary) sum;	/* of these texts */
	struct report before, after, now;
	struct map in;		/* hash of a changed file's name in reports -> 1 */
};

static const struct ldb_tu *tu_of(const struct link_db *db, const char *path)
{
	for (u32 i = 0; i < db->nr_tu; i++)
		if (!strcmp(ldb_text(db, db->tu[i].path), path))
			return &db->tu[i];
	return NULL;
}

/* Each changed file is a TU that the link has, and is still there. */
static bool read_texts(struct delta *d)
{
	const char *tree = ldb_text(&d->db, d->db.meta->tree);

	for (u32 i = 0; i < d->kept.changed.nr; i++) {
		const char *path = d->kept.changed.at[i], *rel = path_below(tree, path);
		const struct ldb_tu *tu = tu_of(&d->db, path);
		struct strbuf text = { 0 };
		struct err no_matter = { 0 };

		if (!tu || tu->missing || file_read(path, &text, &no_matter)) {
			strbuf_free(&text);
			return false;
		}
		map_put(&d->in, hash_str(rel ? rel : path), 1);
		vec_push(&d->text, (struct front_overlay){ path, strbuf_str(&text), text.len });
		if (!text.buf)
			d->text.at[i].text = xstrdup("");
	}
	return true;
}

static bool open_link(struct delta *d)
{
	struct err no_matter = { 0 };
	char *path = path_join(d->r->rq->cache_dir, d->kept.link);
	bool ok = !link_db_open(path, &d->db, &no_matter) && image_id(&d->db.file) == d->kept.link_id;

	free(path);
	return ok;
}

/* Of the changed files and nothing else. */
static struct scan_request request(const struct delta *d)
{
	struct scan_request rq = *d->r->rq;

	rq.keep = false;
	rq.whole = true;
	rq.context_all = false;
	rq.context_given = true;
	rq.paths = (const char *const *)d->kept.changed.at;
	rq.nr_paths = d->kept.changed.nr;
	return rq;
}

static bool parse(struct delta *d)
{
	struct scan_request rq = request(d);
	struct err no_matter = { 0 };

	rq.overlay = d->text.at;
	rq.nr_overlay = d->text.nr;
	vec_extend(&d->sum, d->text.nr);
	return !pipeline_parse(&rq, d->sum.at, &no_matter);
}

static bool find_near(struct delta *d)
{
	char *path = path_join(d->r->rq->cache_dir, d->kept.link);
	VEC(const struct ir_unit *) now = { 0 };

	for (u32 i = 0; i < d->sum.nr; i++)
		vec_push(&now, &d->sum.at[i].unit);
	near_in(&d->db, path, (const char *const *)d->kept.changed.at, d->kept.changed.nr, now.at, now.nr, &d->near);
	vec_free(&now);
	free(path);
	return d->near.model;
}

static bool run_both(struct delta *d)
{
	struct scan_request before = request(d), after;
	VEC(struct given_summary) given = { 0 };
	struct err no_matter = { 0 };
	bool ok;

	near_request(&d->near, &before);
	after = before;
	before.as_linked = &d->db;
	for (u32 i = 0; i < d->sum.nr; i++)
		vec_push(&given, (struct given_summary){ d->kept.changed.at[i], &d->sum.at[i] });
	after.given = given.at;
	after.nr_given = given.nr;
	ok = !near_both(&before, &d->before, &after, &d->after, &no_matter);
	vec_free(&given);
	return ok && !d->before.skipped.nr && !d->after.skipped.nr;
}

/* ---- what becomes of the result ---- */

static bool is_in(const struct delta *d, const struct report *r, u32 file)
{
	return map_get(&d->in, hash_str(report_str(r, file))) != MAP_NONE;
}

/* Does any place of it stand in a file that changed? */
static bool touches(const struct delta *d, const struct report *r, const struct finding *f)
{
	if (is_in(d, r, f->at.file))
		return true;
	for (u32 i = 0; i < f->step_nr; i++)
		if (is_in(d, r, r->step.at[f->step_at + i].at.file))
			return true;
	for (u32 i = 0; i < f->related_nr; i++)
		if (is_in(d, r, r->step.at[f->related_at + i].at.file))
			return true;
	return false;
}

static bool same_place(const struct report *a, const struct place *x, const struct report *b, const struct place *y)
{
	return x->line == y->line && x->col == y->col && !strcmp(report_str(a, x->file), report_str(b, y->file));
}

/* Word by word: nothing of it moved, and nothing else leads there. */
static bool same_words(const struct report *a, const struct finding *f, const struct report *b, const struct finding *g)
{
	u32 nr = f->step_nr + f->related_nr;

	if (f->confidence != g->confidence || f->step_nr != g->step_nr || f->related_nr != g->related_nr ||
	    !same_place(a, &f->at, b, &g->at) || strcmp(report_str(a, f->message), report_str(b, g->message)))
		return false;
	for (u32 i = 0; i < nr; i++) {
		const struct step *s = &a->step.at[f->step_at + i], *t = &b->step.at[g->step_at + i];

		if (!same_place(a, &s->at, b, &t->at) || strcmp(report_str(a, s->text), report_str(b, t->text)))
			return false;
	}
	return true;
}

static void index_ids(const struct report *r, struct map *out)
{
	for (u32 i = 0; i < r->finding.nr; i++)
		map_put(out, r->finding.at[i].id, i);
}

/* Where the function of that file begins, in the link and now; 0: it is not there. */
static u32 line_in_link(const struct delta *d, const char *file, const char *func)
{
	for (u32 i = cone_first(&d->db, func); i < d->db.meta->nr_fn; i++) {
		const struct ldb_node *n = &d->db.node[i];

		if (strcmp(ldb_text(&d->db, n->name), func))
			break;
		if (!strcmp(ldb_text(&d->db, n->file), file))
			return n->line;
	}
	return 0;
}

static u32 line_now(const struct delta *d, const char *file, const char *func)
{
	for (u32 i = 0; i < d->sum.nr; i++) {
		const struct ir_unit *u = &d->sum.at[i].unit;

		for (u32 k = 0; k < u->nr_func; k++) {
			const struct ir_func *f = &u->func[k];

			if (!strcmp(ir_text(u, u->sym[f->sym].name), func) &&
			    !strcmp(ir_text(u, u->file[f->loc.file].path), file))
				return f->loc.line;
		}
	}
	return 0;
}

/* A place in a file that changed goes with its function. */
static void move_place(const struct delta *d, const struct report *r, struct place *at)
{
	const char *file = report_str(r, at->file), *func = report_str(r, at->func);
	u32 was, is;

	if (!is_in(d, r, at->file))
		return;
	was = line_in_link(d, file, func);
	is = line_now(d, file, func);
	if (was && is && at->line + is > was)
		at->line = at->line + is - was;
}

static void copy_moved(struct delta *d, const struct report *old, const struct finding *f)
{
	struct report *now = &d->now;
	struct finding *g;

	report_copy(now, old, f);
	g = &vec_last(&now->finding);
	move_place(d, now, &g->at);
	for (u32 i = 0; i < g->step_nr + g->related_nr; i++)
		move_place(d, now, &now->step.at[g->step_at + i].at);
}

/* A finding of the whole run, as it is now. */
static void follow(struct delta *d, const struct report *old, const struct finding *f, const struct match *m, u32 was, u32 is)
{
	if (is == MAP_NONE && was != MAP_NONE)
		is = m->of_old[was];
	if (is == MAP_NONE && was != MAP_NONE)
		return;		/* gone */
	if (is == MAP_NONE && touches(d, old, f))
		timer_count(d->r->rq->timers, "findings that the near run does not see", 1);
	/* the whole run's words are better, for it saw more */
	if (is != MAP_NONE && was != MAP_NONE &&
	    same_words(&d->before, &d->before.finding.at[was], &d->after, &d->after.finding.at[is]))
		is = MAP_NONE;
	if (is != MAP_NONE && touches(d, old, f))
		report_copy(&d->now, &d->after, &d->after.finding.at[is]);
	else
		copy_moved(d, old, f);
}

static void merge_findings(struct delta *d, struct report *old)
{
	struct map whole = { 0 }, before = { 0 }, after = { 0 };
	struct match m;

	report_finish(old, CONF_LOW);
	report_finish(&d->after, CONF_LOW);
	match_make(&m, &d->before, &d->after, NULL);
	index_ids(old, &whole);
	index_ids(&d->before, &before);
	index_ids(&d->after, &after);
	for (u32 i = 0; i < old->finding.nr; i++) {
		const struct finding *f = &old->finding.at[i];

		follow(d, old, f, &m, map_get(&before, f->id), map_get(&after, f->id));
	}
	for (u32 i = 0; i < d->after.finding.nr; i++) {
		const struct finding *f = &d->after.finding.at[i];

		if (m.of_new[i] == MAP_NONE && map_get(&whole, f->id) == MAP_NONE)
			report_copy(&d->now, &d->after, f);
	}
	match_free(&m);
	map_free(&whole);
	map_free(&before);
	map_free(&after);
}

static void merge_missing(struct delta *d, const struct report *old)
{
	for (u32 i = 0; i < old->skipped.nr; i++)
		report_skip(&d->now, report_str(old, old->skipped.at[i].file), report_str(old, old->skipped.at[i].reason));
	for (u32 i = 0; i < old->partial.nr; i++)
		if (!is_in(d, old, old->partial.at[i].file))
			report_partial(&d->now, report_str(old, old->partial.at[i].file),
				       report_str(old, old->partial.at[i].reason));
	for (u32 i = 0; i < d->after.partial.nr; i++)
		report_partial(&d->now, report_str(&d->after, d->after.partial.at[i].file),
			       report_str(&d->after, d->after.partial.at[i].reason));
}

/* What is counted is of the whole run. */
static void take_counts(struct delta *d, struct report *old)
{
	struct report *now = &d->now;

	now->nr_tus = old->nr_tus;
	now->nr_analysed = old->nr_analysed;
	now->nr_functions = old->nr_functions;
	now->tree = old->tree;
	old->tree = NULL;
	for (u32 i = 0; i < old->analysed.nr; i++)
		vec_push(&now->analysed, old->analysed.at[i]);
	vec_clear(&old->analysed);
	for (u32 i = 0; i < old->counter.nr; i++)
		report_count(now, report_own(now, old->counter.at[i].name), old->counter.at[i].value);
	report_count(now, "files changed since the whole link", d->kept.changed.nr);
	memcpy(now->kernel_version, old->kernel_version, sizeof(now->kernel_version));
}

static void free_delta(struct delta *d)
{
	kept_stale_free(&d->kept);
	for (u32 i = 0; i < d->text.nr; i++)
		free((char *)d->text.at[i].text);
	vec_free(&d->text);
	for (u32 i = 0; i < d->sum.nr; i++)
		summary_close(&d->sum.at[i]);
	vec_free(&d->sum);
	near_free(&d->near);
	link_db_close(&d->db);
	map_free(&d->in);
	report_free(&d->before);
	report_free(&d->after);
	report_free(&d->now);
}

bool delta_take(struct run *r)
{
	struct delta d = { .r = r };
	struct report *old = r->out;
	char libclang[sizeof(old->libclang)];
	bool ok;

	memcpy(libclang, old->libclang, sizeof(libclang));
	report_init(&d.before);
	report_init(&d.after);
	report_init(&d.now);
	ok = kept_stale(r, DELTA_MAX_FILES, &d.kept) && open_link(&d) && read_texts(&d) && parse(&d) &&
		find_near(&d) && run_both(&d);
	if (ok) {
		merge_findings(&d, old);
		merge_missing(&d, old);
		take_counts(&d, old);
	}
	report_free(old);
	*old = d.now;
	report_init(&d.now);
	memcpy(old->libclang, libclang, sizeof(libclang));
	free_delta(&d);
	return ok;
}
