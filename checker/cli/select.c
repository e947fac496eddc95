// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which TUs: the compile database, the source tree, and the paths of the command line.
 *
 * A path names a TU, or a folder of them; it is taken relative to the source tree first, then to the current folder.
 * A file that is compiled twice (two entries) is analysed once, with the first of its entries.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/pipeline_int.h"

/* The first TU that does not stand before path; those that an overlay brought stand behind all others. */
static u32 first_tu(const struct run *r, const char *path)
{
	u32 lo = 0, hi = r->tu.nr - MIN(r->tu.nr, r->nr_brought);

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (strcmp(r->tu.at[mid].entry->file, path) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool mark(struct run *r, const char *abs, enum tu_role role)
{
	u32 one = first_tu(r, abs);
	bool any = false;

	/* a file, as nearly always: no look at all of them */
	if (one < r->tu.nr && !strcmp(r->tu.at[one].entry->file, abs)) {
		r->tu.at[one].role = MAX(r->tu.at[one].role, (u8)role);
		return true;
	}
	for (u32 i = 0; i < r->tu.nr; i++) {
		if (!path_below(abs, r->tu.at[i].entry->file))
			continue;
		if (r->tu.at[i].role < role)
			r->tu.at[i].role = (u8)role;
		any = true;
	}
	return any;
}

static int mark_path(struct run *r, const char *path, enum tu_role role, struct err *err)
{
	char *cwd = getcwd(NULL, 0), *abs = path_join(r->tree, path);
	bool any = mark(r, abs, role);

	if (!any && cwd) {
		free(abs);
		abs = path_join(cwd, path);
		any = mark(r, abs, role);
	}
	free(cwd);
	if (!any && r->rq->paths_may_miss) {
		free(abs);
		return 0;
	}
	if (!any)
		err_set(err, path_exists(abs) ? "%s: no TU of the compile database is there" :
			"%s: no such file or folder, in %s or here", path, r->tree);
	free(abs);
	return any ? 0 : -1;
}

void entry_like(struct compdb *db, const struct compdb_entry *like, const char *file)
{
	struct compdb_entry e = { .dir = xstrdup(like->dir), .file = xstrdup(file), .argc = like->argc };

	e.argv = xcalloc(like->argc + 1, sizeof(*e.argv));
	memcpy(e.argv, like->argv, like->argc * sizeof(*e.argv));
	vec_push(&db->at, e);
}

static void add_tus(struct run *r)
{
	bool some = r->rq->nr_paths || r->rq->query || (r->rq->nr_overlay && !r->rq->entry);
	enum tu_role all = !some ? TU_SELECTED : r->rq->context_all ? TU_CONTEXT : TU_UNUSED;

	for (u32 i = 0; i < r->db.at.nr; i++) {
		const struct compdb_entry *e = &r->db.at.at[i];
		const char *rel;

		if ((i && !strcmp(e->file, r->db.at.at[i - 1].file)) || overlay_is_gone(r, e->file))
			continue;
		rel = path_below(r->tree, e->file);
		if (!rel && r->objdir)
			rel = path_below(r->objdir, e->file);
		vec_push(&r->tu, (struct tu){ .entry = e, .rel = rel ? rel : e->file, .family = IR_NONE,
			.role = (u8)all });
	}
}

int run_select(struct run *r, struct err *err)
{
	if (r->rq->db) {
		vec_reserve(&r->db.at, r->rq->db->at.nr);
		memcpy(r->db.at.at, r->rq->db->at.at, r->rq->db->at.nr * sizeof(r->db.at.at[0]));
		r->db.at.nr = r->nr_shared = r->rq->db->at.nr;
	} else if (r->rq->entry) {
		entry_like(&r->db, r->rq->entry, r->rq->entry->file);
	} else if (compdb_open_cached(&r->db, r->rq->db_path ? r->rq->db_path : ".", r->rq->cache_dir, err)) {
		return -1;
	}
	if (!r->db.at.nr)
		return err_set(err, "%s: no compile command of a C file in it", r->db.origin);
	r->tree = r->rq->entry ? xstrdup(r->rq->tree) : compdb_source_root(&r->db);
	r->objdir = path_normal(r->db.at.at[0].dir);
	overlay_select(r);
	add_tus(r);
	for (u32 i = 0; i < r->rq->nr_paths; i++)
		if (mark_path(r, r->rq->paths[i], TU_SELECTED, err))
			return -1;
	for (u32 i = 0; i < r->rq->nr_with; i++)
		if (mark_path(r, r->rq->with[i], TU_CONTEXT, err))
			return -1;
	return 0;
}
