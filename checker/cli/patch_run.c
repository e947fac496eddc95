// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two runs of `gfpcheck patch`: the program as it was, and as it will be.
 *
 * Both see the same files but for the texts of the change, report on everything that is linked, and are compared by
 * fingerprints: what is only in the second was introduced, wherever it stands; what is only in the first is fixed.  A file
 * that no text touches is read from the cache in both.
 *
 * Context: the cone of the last link around the change (cone.h); without a link, the folders of the change and what
 * the cache holds; with --context=all the whole database.
 */
#include "cli/patch_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"

#define MAX_NEIGHBOURS 150u
#define MAX_READERS 200u

static bool is_c_file(const char *path)
{
	size_t n = strlen(path);

	return n > 2 && !strcmp(path + n - 2, ".c");
}

static void add_path(struct path_list *l, const char *path)
{
	for (u32 i = 0; i < l->nr; i++)
		if (!strcmp(l->at[i], path))
			return;
	vec_push(l, xstrdup(path));
}

/* A C file that the database does not have and that was there before is no part of this configuration. */
static bool is_compiled(const struct patch_run *p, const char *path)
{
	u32 lo = 0, hi = p->db.at.nr;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (strcmp(p->db.at.at[mid].file, path) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < p->db.at.nr && !strcmp(p->db.at.at[lo].file, path);
}

/* Texts of files that are not compiled and no header would be taken for new files, with a neighbour's flags. */
static void drop_uncompiled(struct patch_run *p)
{
	struct change *c = &p->change;
	u32 out = 0;

	for (u32 i = 0; i < c->file.nr; i++) {
		struct change_file f = c->file.at[i];
		bool is_new = !f.before || strcmp(f.old_path, f.path);
		struct strbuf note = { 0 };
		const char *rel;

		if (!is_c_file(f.path) || is_new || is_compiled(p, f.path)) {
			c->file.at[out++] = f;
			continue;
		}
		rel = path_below(p->tree, f.path);
		if (strcmp(f.before, f.after ? f.after : "")) {
			strbuf_printf(&note, "%s: not compiled in this configuration", rel ? rel : f.path);
			vec_push(&c->skipped, strbuf_detach(&note));
		}
		free(f.old_path);
		free(f.path);
		free(f.before);
		free(f.after);
	}
	c->file.nr = out;
}

static bool is_changed(const struct change_file *f)
{
	return !f->before || !f->after || f->before_len != f->after_len || strcmp(f->old_path, f->path) ||
		memcmp(f->before, f->after, f->before_len) != 0;
}

/* Who includes the headers of the change. */
static int add_readers(struct patch_run *p, struct err *err)
{
	struct scan_request rq = p->rq;
	overlays header = { 0 };
	int rc = 0;

	for (u32 i = 0; i < p->change.file.nr; i++) {
		const struct change_file *f = &p->change.file.at[i];

		if (!is_c_file(f->path) && is_changed(f))
			vec_push(&header, (struct front_overlay){ f->old_path, "", 0 });
	}
	rq.overlay = header.at;
	rq.nr_overlay = header.nr;
	if (header.nr)
		rc = pipeline_readers(&rq, MAX_READERS, &p->path, &p->nr_left, err);
	vec_free(&header);
	return rc;
}

static bool same_folder(const char *a, const char *b)
{
	size_t n = (size_t)(strrchr(a, '/') - a), m = (size_t)(strrchr(b, '/') - b);

	return n == m && !strncmp(a, b, n);
}

/* Nothing was ever scanned: a small program as a whole, of a large one the folders that the change is in. */
static void find_neighbours(struct patch_run *p)
{
	struct path_list *l = &p->near.cone.path;

	if (p->db.at.nr <= MAX_NEIGHBOURS) {
		p->rq.context_all = true;
		return;
	}
	for (u32 i = 0; i < p->db.at.nr && l->nr < MAX_NEIGHBOURS; i++) {
		const char *file = p->db.at.at[i].file;
		bool near = false;

		for (u32 k = 0; k < p->path.nr && !near; k++)
			near = same_folder(file, p->path.at[k]);
		if (near && (!l->nr || strcmp(l->at[l->nr - 1], file)))
			vec_push(l, xstrdup(file));
	}
}

static struct scan_request request(const struct patch_run *p, bool after, overlays *texts)
{
	struct scan_request rq = p->rq;

	change_overlay(&p->change, after, texts);
	rq.overlay = texts->at;
	rq.nr_overlay = texts->nr;
	return rq;
}

static int one_run(const struct patch_run *p, bool after, struct report *out, struct err *err)
{
	overlays texts = { 0 };
	struct scan_request rq = request(p, after, &texts);
	int rc = pipeline_scan(&rq, out, NULL, err);

	vec_free(&texts);
	return rc;
}

/* The cache has what both need: each has a CPU of its own, and neither waits for the other. */
static int both_runs(struct patch_run *p, struct err *err)
{
	overlays was = { 0 }, is = { 0 };
	struct scan_request before = request(p, false, &was), after = request(p, true, &is);
	int rc = near_both(&before, &p->before, &after, &p->after, err);

	vec_free(&was);
	vec_free(&is);
	return rc;
}

/* -f: nothing is compared, what is there is reported. */
static bool has_before(const struct patch_run *p)
{
	return !p->o->file;
}

/* One after the other, where the first leaves in the cache what the second needs. */
static int runs(struct patch_run *p, struct err *err)
{
	if (!has_before(p)) {
		report_finish(&p->before, CONF_LOW);
		return one_run(p, true, &p->after, err);
	}
	if (p->near.found)
		return both_runs(p, err);
	return one_run(p, false, &p->before, err) || one_run(p, true, &p->after, err) ? -1 : 0;
}

static void find_renames(struct patch_run *p)
{
	for (u32 i = 0; i < p->change.file.nr; i++) {
		const struct change_file *f = &p->change.file.at[i];
		const char *from = path_below(p->tree, f->old_path), *to = path_below(p->tree, f->path);

		if (!from || !to || !strcmp(from, to))
			continue;
		map_put(&p->renames.by_to, hash_str(to), p->renames.at.nr);
		vec_push(&p->renames.at, (struct rename_pair){ xstrdup(from), xstrdup(to) });
	}
}

/* What the change itself says is fine, is. */
static void suppress(struct patch_run *p)
{
	overlays texts = { 0 };

	change_overlay(&p->change, true, &texts);
	p->nr_introduced = known_mark(&p->known, &p->after, texts.at, texts.nr);
	p->nr_suppressed = p->after.finding.nr - p->nr_introduced;
	vec_free(&texts);
}

/* Takes what was there before out of `after`, and what is still there out of `before`. */
static void compare(struct patch_run *p)
{
	enum confidence min = p->rq.min_confidence;
	u32 out = 0;

	/* all of them: what is surer now than it was, is not new */
	report_finish(&p->before, CONF_LOW);
	report_finish(&p->after, CONF_LOW);
	match_make(&p->match, &p->before, &p->after, &p->renames);
	for (u32 i = 0; i < p->after.finding.nr; i++) {
		struct finding f = p->after.finding.at[i];

		if (f.confidence < min)
			continue;
		if (p->match.of_new[i] != MAP_NONE) {
			p->nr_known++;
			continue;
		}
		f.baseline = BASE_NEW;
		p->after.finding.at[out++] = f;
	}
	p->after.finding.nr = out;
	for (u32 i = out = 0; i < p->before.finding.nr; i++)
		if (p->match.of_old[i] == MAP_NONE && p->before.finding.at[i].confidence >= min)
			p->before.finding.at[out++] = p->before.finding.at[i];
	p->nr_fixed = p->before.finding.nr = out;
	match_free(&p->match);
}

static void say_left(struct patch_run *p)
{
	struct strbuf why = { 0 };

	if (!p->nr_left)
		return;
	strbuf_printf(&why, "%u files that include it were not analysed again (gfpcheck scan does)", p->nr_left);
	for (u32 i = 0; i < p->change.file.nr; i++) {
		const struct change_file *f = &p->change.file.at[i];
		const char *rel = path_below(p->tree, f->path);

		if (!is_c_file(f->path) && is_changed(f))
			report_partial(&p->after, rel ? rel : f->path, strbuf_str(&why));
	}
	strbuf_free(&why);
}

/* Files by their names from the tree's top, or from here. */
static int add_arguments(struct patch_run *p, struct err *err)
{
	for (u32 i = 0; i < p->o->args.nr; i++) {
		char *path = path_join(p->tree, p->o->args.at[i]);

		if (!path_exists(path)) {
			free(path);
			path = realpath(p->o->args.at[i], NULL);
		}
		if (!path)
			return err_errno(err, "%s", p->o->args.at[i]);
		add_path(&p->path, path);
		free(path);
	}
	return 0;
}

int patch_analyse(struct patch_run *p, struct err *err)
{
	drop_uncompiled(p);
	p->rq.db = &p->db;
	for (u32 i = 0; i < p->change.file.nr; i++) {
		const struct change_file *f = &p->change.file.at[i];

		if (!is_c_file(f->path) || !is_changed(f))
			continue;
		add_path(&p->path, f->old_path);
		add_path(&p->path, f->path);
	}
	if (!has_before(p) && add_arguments(p, err))
		return -1;
	if (add_readers(p, err))
		return -1;
	if (patch_is_empty(p))
		return 0;
	p->rq.context_all = p->o->context == CONTEXT_ALL;
	if (p->o->context != CONTEXT_ALL)
		near_find(&p->rq, (const char *const *)p->path.at, p->path.nr, &p->near);
	if (!p->near.found && !p->rq.context_all)
		find_neighbours(p);
	p->rq.paths = (const char *const *)p->path.at;
	p->rq.nr_paths = p->path.nr;
	p->rq.paths_may_miss = p->rq.whole = has_before(p);
	near_request(&p->near, &p->rq);
	if (runs(p, err))
		return -1;
	say_left(p);
	find_renames(p);
	compare(p);
	suppress(p);
	return 0;
}

void patch_run_free(struct patch_run *p)
{
	change_free(&p->change);
	compdb_free(&p->db);
	free(p->tree);
	path_vec_free(&p->path);
	near_free(&p->near);
	report_free(&p->before);
	report_free(&p->after);
	renames_free(&p->renames);
	known_free(&p->known);
}
