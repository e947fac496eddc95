// SPDX-License-Identifier: GPL-2.0-only
/*
 * See kept.h.  On disk, result/KEY.gfr:
 *
 *	{ magic, checksum of the rest, sizes, id of the set of summaries }
 *	file[]: path (offset in the text), stat data or "is not there", hash of what it held
 *	text: NUL-terminated paths; the first is that of the link database that goes with it
 *	report: report/report_image.h
 *
 * Invariant: a file counts as unchanged by mtime, ctime, size, inode and device, and only when it had been at rest for two
 * seconds as it was read (summary/cache_memo.c), or by what it holds: so it may be touched, edited and put back, or checked out
 * again; and a result that is used is what the normal way would find.
 *
 * Cost: a stat a file, 40,000 of a whole kernel in 60 ms; a checksum over all of it; the reading of files that were touched.
 */
#include "cli/kept.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/kernel_model.h"
#include "cli/link_cache.h"
#include "cli/pipeline_int.h"
#include "report/report_image.h"

#define KEPT_MAGIC	"GFPKEPT\3"
#define KEPT_REST_NS	2000000000ll

struct kept_header {
	char magic[8];
	u64 checksum;
	u32 nr_file, by_cache;
	u64 text_len, report_len;
	struct hash128 names;
	u64 link_id;
};

struct kept_file {
	s64 mtime, ctime;
	u64 size, ino, dev;
	struct hash128 hash;	/* zero: only the stat data tell */
	u32 path;
	u32 gone;
};

_Static_assert(sizeof(struct kept_header) == 64 && sizeof(struct kept_file) == 64, "kept");

static s64 ns_of(struct timespec t)
{
	return (s64)((u64)t.tv_sec * 1000000000u + (u64)t.tv_nsec);
}

/* ---- key ---- */

/* The program itself: whatever decides about a finding is in there. */
static int hash_program(struct hasher *h, struct err *err)
{
	struct mapping map;

	if (file_map("/proc/self/exe", &map, err))
		return -1;
	hasher_add(h, map.p, map.len);
	file_unmap(&map);
	return 0;
}

static void hash_list(struct hasher *h, const char *const *s, u32 nr)
{
	hasher_u64(h, nr);
	for (u32 i = 0; i < nr; i++)
		hasher_str(h, s[i]);
}

int kept_begin(struct run *r, struct err *err)
{
	const struct scan_request *rq = r->rq;
	char *cwd = getcwd(NULL, 0), *model = rq->model ? realpath(rq->model, NULL) : NULL;
	struct hasher h;
	int rc;

	hasher_init(&h);
	rc = hash_program(&h, err);
	hasher_str(&h, front_clang_version());
	hasher_u64(&h, r->link_key.lo);
	hasher_u64(&h, r->link_key.hi);
	hasher_str(&h, model ? model : rq->model ? rq->model : "");
	hash_list(&h, rq->paths, rq->nr_paths);
	hash_list(&h, rq->with, rq->nr_with);
	hash_list(&h, rq->checks, rq->nr_checks);
	if (rq->nr_paths || rq->nr_with)
		hasher_str(&h, cwd ? cwd : "");
	hasher_u64(&h, rq->min_confidence);
	hasher_u64(&h, (u64)rq->time_limit << 32 | rq->memory_limit_mib);
	/* of all files there is no other context */
	hasher_u64(&h, (u64)(rq->context_all && rq->nr_paths) << 1 | (u64)rq->whole);
	r->kept.key = hasher_done(&h);
	r->kept.by_cache = rq->nr_paths && !rq->context_all;
	free(cwd);
	free(model);
	return rc;
}

static char *kept_path(const struct run *r)
{
	struct strbuf path = { 0 };
	char hex[33];

	hash128_hex(r->kept.key, hex);
	strbuf_printf(&path, "%s/result/%s.gfr", r->rq->cache_dir, hex);
	return strbuf_detach(&path);
}

/* ---- find ---- */

static bool is_sound(const struct mapping *map, struct kept_header *h)
{
	const struct kept_file *f = (const struct kept_file *)(const void *)(map->p + sizeof(*h));
	const char *text;

	if (map->len < sizeof(*h))
		return false;
	memcpy(h, map->p, sizeof(*h));
	if (memcmp(h->magic, KEPT_MAGIC, sizeof(h->magic)) || h->text_len > map->len || h->report_len > map->len ||
	    !h->text_len || map->len != sizeof(*h) + (u64)h->nr_file * sizeof(*f) + h->text_len + h->report_len ||
	    h->checksum != hash_bytes(map->p + 16, map->len - 16))
		return false;
	text = (const char *)(f + h->nr_file);
	if (text[h->text_len - 1])
		return false;
	for (u32 i = 0; i < h->nr_file; i++)
		if (f[i].path >= h->text_len || text[f[i].path] != '/')
			return false;
	return true;
}

static bool is_known(struct hash128 hash)
{
	return hash.lo | hash.hi;
}

static bool is_unchanged(const struct kept_file *f, const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return f->gone;
	if (f->gone)
		return false;
	if (f->mtime == ns_of(st.st_mtim) && f->ctime == ns_of(st.st_ctim) && f->size == (u64)st.st_size &&
	    f->ino == st.st_ino && f->dev == st.st_dev)
		return true;
	return f->size == (u64)st.st_size && is_known(f->hash) && hash128_eq(cache_hash_now(path), f->hash);
}

static bool same_names(const struct run *r, struct hash128 id)
{
	struct cache_names now;
	struct err no_matter = { 0 };
	bool same = !cache_names_read(r->rq->cache_dir, &now, &no_matter) && hash128_eq(cache_names_id(&now), id);

	cache_names_free(&now);
	return same;
}

/* `gfpcheck query` and `patch` take the link that the scan left: it must be there as after a normal run. */
static bool has_link(const struct run *r, const char *name)
{
	char *path = path_join(r->rq->cache_dir, name);
	bool yes = path_exists(path);

	free(path);
	return yes;
}

/* stale: what may be another file now, at most so many; NULL: nothing may. */
static bool take(struct run *r, const struct mapping *map, u32 most, struct kept_stale *stale)
{
	const struct kept_file *f = (const struct kept_file *)(const void *)(map->p + sizeof(struct kept_header));
	struct kept_header h;
	const char *text;

	if (!is_sound(map, &h))
		return false;
	text = (const char *)(f + h.nr_file);
	if (!has_link(r, text))
		return false;
	for (u32 i = 0; i < h.nr_file; i++) {
		if (is_unchanged(&f[i], text + f[i].path))
			continue;
		if (!stale || stale->changed.nr == most)
			return false;
		vec_push(&stale->changed, xstrdup(text + f[i].path));
	}
	if (h.by_cache && (stale || !same_names(r, h.names)))
		return false;
	if (stale) {
		stale->link = xstrdup(text);
		stale->link_id = h.link_id;
	}
	return !report_image_read(r->out, text + h.text_len, h.report_len);
}

static bool find(struct run *r, u32 most, struct kept_stale *stale)
{
	char *path = kept_path(r), libclang[sizeof(r->out->libclang)];
	struct err no_matter = { 0 };
	struct mapping map = { 0 };
	bool found;

	memcpy(libclang, r->out->libclang, sizeof(libclang));
	found = path_exists(path) && !file_map(path, &map, &no_matter) && take(r, &map, most, stale);
	file_unmap(&map);
	if (!found) {
		report_free(r->out);
		report_init(r->out);
	}
	memcpy(r->out->libclang, libclang, sizeof(libclang));
	if (found)
		utimensat(AT_FDCWD, path, NULL, 0);
	free(path);
	return found;
}

bool kept_find(struct run *r)
{
	return find(r, 0, NULL);
}

bool kept_stale(struct run *r, u32 most, struct kept_stale *out)
{
	return find(r, most, out);
}

void kept_stale_free(struct kept_stale *s)
{
	path_vec_free(&s->changed);
	free(s->link);
}

int kept_check(const char *path, struct err *err)
{
	struct mapping map = { 0 };
	struct kept_header h;
	struct report r;
	int rc;

	if (file_map(path, &map, err))
		return -1;
	report_init(&r);
	rc = is_sound(&map, &h) && !report_image_read(&r, map.p + map.len - h.report_len, h.report_len) ? 0 :
		err_set(err, "%s: damaged", path);
	report_free(&r);
	file_unmap(&map);
	return rc;
}

/* ---- store ---- */

struct store {
	struct run *r;
	VEC(struct kept_file) file;
	struct strbuf text;
	bool doubt;
};

static void put_file(struct store *s, struct kept_file f, const char *path)
{
	f.path = (u32)s->text.len;
	strbuf_add(&s->text, path, strlen(path) + 1);
	vec_push(&s->file, f);
}

static void put_seen(void *ctx, const struct cache_seen *f)
{
	struct store *s = ctx;

	s->doubt |= !f->at_rest;
	put_file(s, (struct kept_file){ .mtime = f->mtime, .ctime = f->ctime, .size = f->size, .ino = f->ino,
		.dev = f->dev, .hash = f->hash, .gone = f->is_gone }, f->path);
}

/*
 * A file that the run did not read through the cache's memo: it must have been at rest since before the run.  Its hash is made
 * before its stat data are asked for, so that an edit in between is seen.
 */
static void put_plain(struct store *s, const char *path, struct hash128 hash)
{
	struct kept_file f = { 0 };
	struct stat st;

	if (stat(path, &st)) {
		f.gone = true;
	} else {
		f = (struct kept_file){ .mtime = ns_of(st.st_mtim), .ctime = ns_of(st.st_ctim), .size = (u64)st.st_size,
			.ino = st.st_ino, .dev = st.st_dev, .hash = hash };
		s->doubt |= f.mtime >= s->r->started - KEPT_REST_NS || f.ctime >= s->r->started - KEPT_REST_NS;
	}
	put_file(s, f, path);
}

/* What decides about the trees and the kernel's version, beside the compile database itself. */
static void put_others(struct store *s)
{
	static const char *const top[] = { "Makefile", "Kbuild" };
	static const char *const build[] = { "include/generated/uapi/linux/version.h", "include/config/auto.conf",
		"include/config/kernel.release", "include/generated/autoconf.h" };
	struct run *r = s->r;
	char *path;

	put_plain(s, r->kept.database, cache_hash_now(r->kept.database));
	for (u32 i = 0; i < ARRAY_SIZE(top); i++) {
		path = path_join(r->tree, top[i]);
		put_plain(s, path, cache_hash_now(path));
		free(path);
	}
	for (u32 i = 0; i < ARRAY_SIZE(build); i++) {
		path = path_join(r->objdir, build[i]);
		put_plain(s, path, cache_hash_now(path));
		free(path);
	}
	for (u32 i = 0; i < r->kept.other.nr; i++)
		put_plain(s, r->kept.other.at[i], (struct hash128){ 0 });
}

static bool is_mine(void *ctx, struct hash128 key)
{
	const struct map *m = ctx;

	return map_get(m, key.lo) != MAP_NONE;
}

/* Nobody but this run wrote a summary since it began; sets the id of what is there now. */
static bool names_are_ours(struct store *s, struct hash128 *id)
{
	const struct run *r = s->r;
	struct cache_names now;
	struct map mine = { 0 };
	struct err no_matter = { 0 };
	bool ours;

	for (u32 i = 0; i < r->tu.nr; i++)
		if (r->tu.at[i].is_made)
			map_put(&mine, r->tu.at[i].key.lo, 1);
	for (u32 i = 0; i < r->family.nr; i++)
		if (r->family.at[i].is_made)
			map_put(&mine, r->family.at[i].key.lo, 1);
	ours = !cache_names_read(r->rq->cache_dir, &now, &no_matter) &&
		cache_names_differ_by(&r->kept.before, &now, is_mine, &mine);
	*id = cache_names_id(&now);
	cache_names_free(&now);
	map_free(&mine);
	return ours;
}

/* What was parsed in this run was parsed from the files as the memo knows them. */
static bool made_agrees(const struct run *r)
{
	for (u32 i = 0; i < r->tu.nr; i++)
		if (r->tu.at[i].is_made && r->tu.at[i].have && !cache_agrees(&r->cache, &r->tu.at[i].sum))
			return false;
	for (u32 i = 0; i < r->family.nr; i++)
		if (r->family.at[i].is_made && r->family.at[i].have && !cache_agrees(&r->cache, &r->family.at[i].sum))
			return false;
	return true;
}

static void write_result(struct store *s, struct hash128 names)
{
	struct kept_header h = { .magic = KEPT_MAGIC, .nr_file = s->file.nr, .by_cache = s->r->kept.by_cache,
		.text_len = s->text.len, .names = names, .link_id = s->r->link_id };
	char *path = kept_path(s->r), *dir = path_join(s->r->rq->cache_dir, "result");
	struct strbuf out = { 0 }, report = { 0 };
	struct err err = { 0 };

	report_image_write(s->r->out, &report);
	h.report_len = report.len;
	strbuf_add(&out, &h, sizeof(h));
	strbuf_add(&out, s->file.at, s->file.nr * sizeof(*s->file.at));
	strbuf_add(&out, s->text.buf, s->text.len);
	strbuf_add(&out, strbuf_str(&report), report.len);
	h.checksum = hash_bytes(out.buf + 16, out.len - 16);
	memcpy(out.buf, &h, sizeof(h));
	/* without it the next run is slower, and that is all */
	if (!dir_make(dir, &err))
		(void)!file_write_atomic(path, out.buf, out.len, &err);
	strbuf_free(&out);
	strbuf_free(&report);
	free(dir);
	free(path);
}

/* The rules were read some time after their hash was made. */
static bool same_key(struct run *r)
{
	struct hash128 old = r->kept.key, link = r->link_key;
	struct err no_matter = { 0 };
	bool same = !link_cache_key(r->rq, &r->link_key, &no_matter) && !kept_begin(r, &no_matter) &&
		hash128_eq(old, r->kept.key);

	r->link_key = link;
	r->kept.key = old;
	return same;
}

void kept_model(struct run *r, const struct kernel_id *id, const struct kmodel *km, bool is_used)
{
	const char *named = r->rq->model;
	char *path;

	if (!r->kept.wanted || (named && !strcmp(named, "none")))
		return;
	path = named ? realpath(named, NULL) : kernel_model_path(r->rq->rules_dir, id, r->rq->rt);
	/* a warning is to be said each time */
	if (path && (is_used ? km->meta->kernel >> 8 != id->version >> 8 : path_exists(path)))
		r->kept.nr_failed++;
	if (path)
		vec_push(&r->kept.other, path);
}

void kept_watch(struct run *r)
{
	struct err no_matter = { 0 };

	if (!r->rq->keep)
		return;
	/* only a file stands still: what a dry run of make says may be another thing each time */
	r->kept.database = realpath(r->db.origin, NULL);
	r->kept.wanted = r->kept.database && path_exists(r->kept.database) && !path_is_dir(r->kept.database);
	if (r->kept.wanted && r->kept.by_cache && cache_names_read(r->rq->cache_dir, &r->kept.before, &no_matter))
		r->kept.wanted = false;
}

void kept_store(struct run *r)
{
	struct store s = { .r = r };
	struct hash128 names = { 0 };

	if (!r->kept.wanted || r->kept.nr_failed || !r->link_name || !made_agrees(r))
		return;
	strbuf_add(&s.text, r->link_name, strlen(r->link_name) + 1);
	cache_each_seen(&r->cache, put_seen, &s);
	put_others(&s);
	if (!s.doubt && s.text.len < UINT32_MAX && (!r->kept.by_cache || names_are_ours(&s, &names)) && same_key(r))
		write_result(&s, names);
	vec_free(&s.file);
	strbuf_free(&s.text);
}

void kept_free(struct run *r)
{
	for (u32 i = 0; i < r->kept.other.nr; i++)
		free(r->kept.other.at[i]);
	vec_free(&r->kept.other);
	free(r->kept.database);
	cache_names_free(&r->kept.before);
}
