// SPDX-License-Identifier: GPL-2.0-only
/*
 * The cache: key -> summary, if the files that it was made from still hold the same.
 *
 * Invariant: a hit means that a fresh parse under the same key would read the same bytes.  For a TU made with a
 * precompiled header this includes the header's files; they are not repeated in each TU but stand in
 * the header's own summary, and the TU holds the identity of that list.  A header rebuilt from other
 * files has another identity, so TUs of the old one are stale even while the new header itself is a hit.
 *
 * Cost: every file is looked at once per run (cache_memo.c), every precompiled header's list is compared once.
 * Left out: a new file that would now be found first on the include path.  No file that was read has changed then.
 */
#include "summary/cache_care.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "summary/sum_int.h"

#define CACHE_TAG	"CACHEDIR.TAG"
#define CACHE_MEMO	"files.memo"
#define DAY_NS		(24 * 3600 * 1000000000ll)

static const char tag_text[] =
	"Signature: 8a477f597d28d172789f06886806bc55\n"
	"# This file is a cache directory tag created by gfpcheck.\n"
	"# For information about cache directory tags, see https://bford.info/cachedir/\n";

struct pch_state {
	struct hash128 key;
	struct hash128 deps;
	enum cache_result res;
	char *why;
};

struct cache_state {
	struct file_memo memo;
	VEC(struct pch_state) pch;	/* a few dozen: searched from the front */
	s64 opened;			/* ns */
	int lock;			/* shared, on the tag; -1: none to be had here */
};

/* ---- open and close ---- */

static char *in_dir(const char *dir, const char *name)
{
	struct strbuf sb = { 0 };

	strbuf_printf(&sb, "%s/%s", dir, name);
	return strbuf_detach(&sb);
}

/* Somebody's folder, given by mistake, would be tagged as a cache and left out of his backups. */
static bool has_other_things(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	bool has = false;

	if (!d)
		return false;
	while ((e = readdir(d)))
		if (e->d_name[0] != '.' && strcmp(e->d_name, "lost+found") &&
		    strncmp(e->d_name, CACHE_TAG, strlen(CACHE_TAG)))
			has = true;
	closedir(d);
	return has;
}

static int make_tag(const char *dir, struct err *err)
{
	char *tag = in_dir(dir, CACHE_TAG);
	int rc = 0;

	if (!path_exists(tag)) {
		if (has_other_things(dir) && !path_exists(tag))
			rc = err_set(err, "%s: not empty and no cache (it has no %s)", dir, CACHE_TAG);
		else
			rc = file_write_atomic(tag, tag_text, sizeof(tag_text) - 1, err);
	}
	free(tag);
	return rc;
}

/*
 * Shared, for as long as the cache is open; workers inherit it.  A file system without locks does without: what
 * cache_trim() removes is then a miss for the others.
 */
static int lock_shared(const char *dir)
{
	char *tag = in_dir(dir, CACHE_TAG);
	int fd = open(tag, O_RDONLY | O_CLOEXEC);

	free(tag);
	if (fd >= 0 && flock(fd, LOCK_SH)) {
		close(fd);
		return -1;
	}
	return fd;
}

bool cache_is_alone(struct cache *c)
{
	return c->state->lock >= 0 && !flock(c->state->lock, LOCK_EX | LOCK_NB);
}

int cache_open(struct cache *c, const char *dir, struct err *err)
{
	char *memo;

	*c = (struct cache){ 0 };
	if (dir_make(dir, err) || make_tag(dir, err))
		return -1;
	c->dir = xstrdup(dir);
	c->state = xcalloc(1, sizeof(*c->state));
	c->state->lock = lock_shared(dir);
	c->state->opened = memo_now();
	memo_init(&c->state->memo);
	memo = in_dir(dir, CACHE_MEMO);
	memo_load(&c->state->memo, memo);
	free(memo);
	return 0;
}

void cache_close(struct cache *c)
{
	struct cache_state *s = c->state;
	struct err err = { 0 };
	char *memo;

	if (!s)
		return;
	memo = in_dir(c->dir, CACHE_MEMO);
	if (memo_save(&s->memo, memo, &err))
		warn("%s", err.msg);
	free(memo);
	memo_free(&s->memo);
	for (u32 i = 0; i < s->pch.nr; i++)
		free(s->pch.at[i].why);
	vec_free(&s->pch);
	if (s->lock >= 0)
		close(s->lock);
	free(s);
	free(c->dir);
	*c = (struct cache){ 0 };
}

static char *key_path(const struct cache *c, struct hash128 key)
{
	struct strbuf sb = { 0 };
	char hex[33];

	hash128_hex(key, hex);
	strbuf_printf(&sb, "%s/%.2s/%s.gfs", c->dir, hex, hex);
	return strbuf_detach(&sb);
}

char *cache_path(const struct cache *c, struct hash128 key)
{
	char *path = key_path(c, key), *slash = strrchr(path, '/');

	*slash = '\0';
	(void)mkdir(path, 0777);	/* a failure shows when the file is written */
	*slash = '/';
	return path;
}

/* ---- lookup ---- */

static void say(struct strbuf *why, const char *text)
{
	if (why)
		strbuf_puts(why, text);
}

static const char *short_path(const struct cache *c, const char *path)
{
	const char *below = c->root ? path_below(c->root, path) : NULL;

	return below && *below ? below : path;
}

static bool deps_hold(struct cache *c, const struct summary *s, struct strbuf *why)
{
	for (u32 i = 0; i < s->nr_dep; i++) {
		const struct sum_dep *d = &s->dep[i];
		const char *path = s->dep_text + d->path;
		const struct memo_entry *e = memo_get(&c->state->memo, path, true, NULL);

		if (e && e->hash.lo == d->hash_lo && e->hash.hi == d->hash_hi)
			continue;
		say(why, short_path(c, path));
		say(why, e ? " changed" : " is gone");
		return false;
	}
	return true;
}

/* The summary of a key with its own files compared, its precompiled header not. */
static enum cache_result lookup_own(struct cache *c, const char *path, struct summary *out, struct strbuf *why)
{
	struct err err = { 0 };

	/* asked before: another process may write it right after we found nothing to load; and after: cache_gc() */
	if (!path_exists(path) || summary_load(path, out, &err)) {
		if (!err.msg[0] || !path_exists(path)) {
			say(why, "not in the cache");
			return CACHE_MISS;
		}
		say(why, err.msg);
		return !strncmp(err.msg, "made by", 7) ? CACHE_STALE : CACHE_DAMAGED;
	}
	if (deps_hold(c, out, why))
		return CACHE_HIT;
	summary_close(out);
	return CACHE_STALE;
}

static struct pch_state *pch_find(struct cache *c, struct hash128 key)
{
	for (u32 i = 0; i < c->state->pch.nr; i++)
		if (hash128_eq(c->state->pch.at[i].key, key))
			return &c->state->pch.at[i];
	return NULL;
}

static struct pch_state *pch_note(struct cache *c, struct hash128 key, enum cache_result res,
				  const struct summary *s, const char *why)
{
	struct pch_state *p = pch_find(c, key);

	if (!p) {
		vec_push(&c->state->pch, (struct pch_state){ .key = key });
		p = &vec_last(&c->state->pch);
	}
	free(p->why);
	p->res = res;
	p->why = xstrdup(why);
	p->deps = res == CACHE_HIT ? summary_deps_id(s) : (struct hash128){ 0 };
	return p;
}

/* For cache_trim(): the time of last use, exact to a day so that a hit costs no write. */
static void touch(const char *path)
{
	struct stat st;

	if (!stat(path, &st) && memo_now() - (s64)st.st_mtim.tv_sec * 1000000000 > DAY_NS)
		utimensat(AT_FDCWD, path, NULL, 0);
}

static struct pch_state *pch_lookup(struct cache *c, struct hash128 key)
{
	struct pch_state *p = pch_find(c, key);
	struct summary s = { 0 };
	struct strbuf why = { 0 };
	enum cache_result res;
	char *path;

	if (p)
		return p;
	path = key_path(c, key);
	res = lookup_own(c, path, &s, &why);
	if (res == CACHE_HIT && s.meta->mode != SUM_IS_PCH) {
		strbuf_puts(&why, "is none");
		summary_close(&s);
		res = CACHE_DAMAGED;
	}
	p = pch_note(c, key, res, &s, strbuf_str(&why));
	if (res == CACHE_HIT) {
		touch(path);
		summary_close(&s);
	}
	strbuf_free(&why);
	free(path);
	return p;
}

static bool pch_holds(struct cache *c, const struct sum_meta *m, struct strbuf *why)
{
	const struct pch_state *p;

	if (!m->pch.lo && !m->pch.hi)
		return true;
	p = pch_lookup(c, m->pch);
	if (p->res == CACHE_HIT && hash128_eq(p->deps, m->pch_deps))
		return true;
	say(why, "precompiled header: ");
	say(why, p->res == CACHE_HIT ? "made anew from other files" : p->why);
	return false;
}

enum cache_result cache_lookup(struct cache *c, struct hash128 key, struct summary *out, struct strbuf *why)
{
	char *path = key_path(c, key);
	struct strbuf text = { 0 };
	enum cache_result res = lookup_own(c, path, out, &text);

	if (res == CACHE_HIT && !pch_holds(c, out->meta, &text)) {
		summary_close(out);
		res = CACHE_STALE;
	}
	if (res == CACHE_HIT)
		touch(path);
	if (pch_find(c, key) || (res == CACHE_HIT && out->meta->mode == SUM_IS_PCH))
		pch_note(c, key, res, out, strbuf_str(&text));
	say(why, strbuf_str(&text));
	strbuf_free(&text);
	free(path);
	return res;
}

void cache_learn(struct cache *c, const struct summary *s)
{
	for (u32 i = 0; i < s->nr_dep; i++) {
		const struct sum_dep *d = &s->dep[i];

		memo_learn(&c->state->memo, s->dep_text + d->path, (struct hash128){ d->hash_lo, d->hash_hi },
			   d->size, c->state->opened);
	}
}

void cache_each_seen(const struct cache *c, void (*fn)(void *ctx, const struct cache_seen *f), void *ctx)
{
	struct cache_seen f;

	for (u32 i = 0; i < c->state->memo.e.nr; i++)
		if (memo_seen(&c->state->memo, i, &f))
			fn(ctx, &f);
}

bool cache_agrees(const struct cache *c, const struct summary *s)
{
	const struct file_memo *m = &c->state->memo;

	for (u32 i = 0; i < s->nr_dep; i++) {
		const struct sum_dep *d = &s->dep[i];
		u32 id = strtab_find(&m->path, s->dep_text + d->path);

		if (id == MAP_NONE || m->e.at[id].state != MEMO_SEEN || m->e.at[id].hash.lo != d->hash_lo ||
		    m->e.at[id].hash.hi != d->hash_hi)
			return false;
	}
	return true;
}
