// SPDX-License-Identifier: GPL-2.0-only
/*
 * See link_cache.h.
 *
 * A link is made where a program was solved, at the end of every scan and query, so that the next question costs a
 * mapping and a bisection.  What it does not notice by itself: a header that changed, a TU that is new.  The main files
 * are compared by stat(): 22,000 of them take 50 ms.
 */
#include "cli/link_cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/kernel_model.h"
#include "cli/pipeline_int.h"
#include "front_id.h"
#include "link/kmodel.h"
#include "link/link.h"
#include "link_id.h"

#define SUFFIX ".gfl"

static s64 mtime_of(const struct stat *st)
{
	return (s64)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

/* ---- keys ---- */

/* `-p obj` and `-p obj/compile_commands.json` are one database. */
static char *database_path(const char *option)
{
	char *real = realpath(option ? option : ".", NULL), *slash;

	if (!real)
		return xstrdup(option ? option : ".");
	slash = strrchr(real, '/');
	if (slash && slash != real && !strcmp(slash, "/compile_commands.json"))
		*slash = '\0';
	return real;
}

static int hash_file(struct hasher *h, const char *path, struct err *err)
{
	struct strbuf text = { 0 };
	int rc = file_read(path, &text, err);

	if (!rc)
		hasher_add(h, text.buf, text.len);
	strbuf_free(&text);
	return rc;
}

static int hash_rules(struct hasher *h, const char *dir, struct err *err)
{
	static const char *const pattern[] = { "*.rules", "prelude*.h" };
	int rc = 0;

	for (u32 i = 0; i < ARRAY_SIZE(pattern) && !rc; i++) {
		char *path = path_join(dir, pattern[i]);
		glob_t g = { 0 };

		if (!glob(path, 0, NULL, &g))
			for (size_t k = 0; k < g.gl_pathc && !rc; k++)
				rc = hash_file(h, g.gl_pathv[k], err);
		globfree(&g);
		free(path);
	}
	return rc;
}

int link_cache_key(const struct scan_request *rq, struct hash128 *key, struct err *err)
{
	char *db = database_path(rq->db_path);
	struct hasher h;
	int rc;

	hasher_init(&h);
	hasher_u64(&h, LDB_VERSION);
	hasher_str(&h, GFPCHECK_VERSION);
	/* why hashes of the sources: a version number is forgotten, a changed byte is not */
	hasher_str(&h, FRONT_ID);
	hasher_str(&h, LINK_ID);
	hasher_str(&h, db);
	hasher_u64(&h, rq->rt);
	hasher_u64(&h, rq->no_pch);
	kernel_model_hash(rq, &h);
	rc = hash_rules(&h, rq->rules_dir, err);
	for (u32 i = 0; i < rq->nr_rules_extra && !rc; i++)
		rc = hash_file(&h, rq->rules_extra[i], err);
	*key = hasher_done(&h);
	free(db);
	return rc;
}

/* ---- the folder ---- */

struct link_file {
	char *path;
	bool own;		/* of the key that is asked for */
	u64 nr_tu;		/* as the name says: only to choose by */
	s64 mtime;
};

typedef VEC(struct link_file) link_files;

/* "KEY-TUS-SET.gfl": 32 digits, 8, 16, all hexadecimal. */
static bool is_link_name(const char *s)
{
	return strlen(s) == 32 + 1 + 8 + 1 + 16 + strlen(SUFFIX) && s[32] == '-' && s[41] == '-' &&
		strspn(s, "0123456789abcdef-") == 58 && !strcmp(s + 58, SUFFIX);
}

static void list_files(const char *dir, struct hash128 key, link_files *out)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	char hex[33];

	hash128_hex(key, hex);
	while (d && (e = readdir(d))) {
		struct link_file f = { 0 };
		struct stat st;

		if (!is_link_name(e->d_name) || fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) ||
		    !S_ISREG(st.st_mode))
			continue;
		f.path = path_join(dir, e->d_name);
		f.own = !strncmp(e->d_name, hex, 32);
		f.nr_tu = strtoull(e->d_name + 33, NULL, 16);
		f.mtime = mtime_of(&st);
		vec_push(out, f);
	}
	if (d)
		closedir(d);
}

static void files_free(link_files *all)
{
	for (u32 i = 0; i < all->nr; i++)
		free(all->at[i].path);
	vec_free(all);
}

/* Best first: of the own key, widest, newest. */
static int by_worth(const void *pa, const void *pb)
{
	const struct link_file *a = pa, *b = pb;

	if (a->own != b->own)
		return a->own ? -1 : 1;
	if (a->own && a->nr_tu != b->nr_tu)
		return a->nr_tu > b->nr_tu ? -1 : 1;
	if (a->mtime != b->mtime)
		return a->mtime > b->mtime ? -1 : 1;
	return strcmp(a->path, b->path);
}

void link_cache_list(const char *cache_dir, struct hash128 key, struct link_cache_list *out)
{
	char *dir = path_join(cache_dir, "link");
	link_files all = { 0 };

	*out = (struct link_cache_list){ 0 };
	list_files(dir, key, &all);
	if (all.nr)
		qsort(all.at, all.nr, sizeof(all.at[0]), by_worth);
	for (u32 i = 0; i < all.nr && all.at[i].own && out->nr < LINK_CACHE_KEEP; i++) {
		out->path[out->nr++] = all.at[i].path;
		all.at[i].path = NULL;
	}
	files_free(&all);
	free(dir);
}

void link_cache_list_free(struct link_cache_list *l)
{
	for (u32 i = 0; i < l->nr; i++)
		free(l->path[i]);
	l->nr = 0;
}

static bool is_worse(const struct link_file *a, const struct link_file *b)
{
	return a->own != b->own ? !a->own : a->mtime < b->mtime;
}

/* Those of other keys go first, then the older ones of this key; the widest of it and the new one stay. */
static void trim(const char *dir, struct hash128 key, const char *keep)
{
	link_files all = { 0 };

	list_files(dir, key, &all);
	if (all.nr)
		qsort(all.at, all.nr, sizeof(all.at[0]), by_worth);
	while (all.nr > LINK_CACHE_KEEP) {
		u32 victim = 0;
		char *model;

		for (u32 i = 1; i < all.nr; i++)
			if (strcmp(all.at[i].path, keep) && (!victim || is_worse(&all.at[i], &all.at[victim])))
				victim = i;
		(void)unlink(all.at[victim].path);
		model = link_cache_model_path(all.at[victim].path);
		(void)unlink(model);
		free(model);
		free(all.at[victim].path);
		all.nr--;
		memmove(all.at + victim, all.at + victim + 1, (all.nr - victim) * sizeof(all.at[0]));
	}
	files_free(&all);
}

/* ---- store ---- */

/* A file that changed after the run began may have been read before: it counts as changed from the start. */
static struct ldb_tu_in tu_in(const struct run *r, const struct tu *t)
{
	struct ldb_tu_in in = { .path = t->entry->file, .missing = !t->have, .content = t->have ? t->sum.content.lo : 0 };
	struct stat st;

	if (stat(t->entry->file, &st))
		return in;
	in.size = (u64)st.st_size;
	in.mtime = mtime_of(&st) < r->started ? mtime_of(&st) : 0;
	return in;
}

static int store(struct run *r, struct link_db *db, struct err *err)
{
	char *dir = path_join(r->cache.dir, "link"), key[33], set[33];
	struct strbuf path = { 0 };
	u32 nr = 0;
	int rc;

	for (u32 i = 0; i < db->nr_tu; i++)
		nr += !db->tu[i].missing;
	hash128_hex(r->link_key, key);
	hash128_hex(db->meta->set, set);
	strbuf_printf(&path, "%s/%s-%08x-%.16s" SUFFIX, dir, key, nr, set);
	rc = dir_make(dir, err) || link_db_write(db, path.buf, err);
	if (!rc) {
		trim(dir, r->link_key, path.buf);
		free(r->link_name);
		r->link_name = xstrdup(path.buf + strlen(r->cache.dir) + 1);
		r->link_id = image_id(&db->file);
	}
	strbuf_free(&path);
	free(dir);
	return rc;
}

void link_cache_store(struct run *r, const struct program *p)
{
	struct ldb_about about = { .key = r->link_key, .made = r->started, .tree = r->tree };
	VEC(struct ldb_tu_in) tu = { 0 };
	struct link_db db = { 0 };
	struct err err = { 0 };

	for (u32 i = 0; i < r->tu.nr; i++)
		if (r->tu.at[i].have || r->tu.at[i].role != TU_UNUSED)
			vec_push(&tu, tu_in(r, &r->tu.at[i]));
	about.tu = tu.at;
	about.nr_tu = tu.nr;
	about.flags = (r->rq->rt ? LDB_RT : 0) | (link_cache_is_whole(r->rq) ? LDB_WHOLE : 0);
	if (link_db_make(p, &about, &db, &err) || store(r, &db, &err))
		warn("the link is not kept: %s", err.msg);
	vec_free(&tu);
	if (r->rq->link_out)
		*r->rq->link_out = db;
	else
		link_db_close(&db);
}

bool link_cache_is_whole(const struct scan_request *rq)
{
	return rq->context_all || (!rq->nr_paths && !rq->query);
}

/* link/NAME.gfl: model/NAME.gfm */
char *link_cache_model_path(const char *link)
{
	const char *name = strrchr(link, '/') + 1;
	struct strbuf path = { 0 };

	strbuf_add(&path, link, (size_t)(name - link));
	strbuf_printf(&path, "../model/%.*s.gfm", (int)(strlen(name) - strlen(SUFFIX)), name);
	link = path_normal(path.buf);
	strbuf_free(&path);
	return (char *)link;
}

int link_cache_store_model(const struct run *r, const struct kmodel *km, struct err *err)
{
	char *link = path_join(r->cache.dir, r->link_name), *path = link_cache_model_path(link);
	char *dir = path_join(r->cache.dir, "model");
	int rc = dir_make(dir, err) || kmodel_write(km, path, err) ? -1 : 0;

	free(dir);
	free(path);
	free(link);
	return rc;
}

/* ---- is it still so? ---- */

u32 link_cache_changed(const struct link_db *db, const char **first)
{
	u32 nr = 0;

	*first = "";
	for (u32 i = 0; i < db->nr_tu; i++) {
		const struct ldb_tu *t = &db->tu[i];
		const char *path = ldb_text(db, t->path), *below;
		struct stat st;

		if (t->missing || (!stat(path, &st) && t->mtime && mtime_of(&st) == t->mtime &&
				   (u64)st.st_size == t->size))
			continue;
		below = path_below(ldb_text(db, db->meta->tree), path);
		if (!nr++)
			*first = below && *below ? below : path;
	}
	return nr;
}
