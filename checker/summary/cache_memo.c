// SPDX-License-Identifier: GPL-2.0-only
/*
 * What files hold, by path, believed while their stat data stay the same; kept in the cache between runs.
 *
 * Invariant: an entry is believed only when the file was at rest as it was read.  A file written within the
 * last two seconds before that may change again without a new time stamp (git calls this racy), so such an
 * entry is read again each time.  ctime is compared too: unlike mtime nobody can set it back.
 *
 * On disk: { magic, checksum of the rest, version, text length, number of entries }, entries, text.  It is a
 * memo and no record: a damaged one is dropped with a warning, and of two runs that write it at the same time
 * the later one wins.
 *
 * Cost: a stat per file and run; a read only for files that are new or changed.
 */
#include "summary/cache_care.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "summary/sum_int.h"

#define MEMO_MAGIC	"GFPMEMO\1"
#define MEMO_VERSION	1u
#define MEMO_REST_NS	2000000000ll
#define MEMO_FILE_MAX	(1ull << 30)	/* the largest file that is hashed */
#define MEMO_KEEP_MAX	1000000u	/* above that, entries which this run did not meet are dropped */
#define MEMO_CHECKED	16u

struct memo_header {
	char magic[8];
	u64 checksum;
	u32 version, nr;
	u64 text_len;
};

_Static_assert(sizeof(struct memo_entry) == 72 && sizeof(struct memo_header) == 32, "memo");

s64 memo_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (s64)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

void memo_init(struct file_memo *m)
{
	*m = (struct file_memo){ 0 };
	strtab_init(&m->path);
	(void)vec_extend(&m->e, 1);	/* path 0 is "" */
	m->e.at[0].state = MEMO_GONE;
}

void memo_free(struct file_memo *m)
{
	strtab_free(&m->path);
	vec_free(&m->e);
	strbuf_free(&m->buf);
}

static struct memo_entry *memo_slot(struct file_memo *m, const char *path)
{
	u32 id = strtab_add(&m->path, path);

	if (id == m->e.nr)
		(void)vec_extend(&m->e, 1);
	return &m->e.at[id];
}

static s64 ns_of(struct timespec ts)
{
	/* Unsigned: a file system may hold any number, and overflow must not be undefined. */
	return (s64)((u64)ts.tv_sec * 1000000000u + (u64)ts.tv_nsec);
}

static bool is_at_rest(s64 mtime, s64 ctime, s64 made)
{
	return mtime < made - MEMO_REST_NS && ctime < made - MEMO_REST_NS;
}

static bool is_current(const struct memo_entry *e, const struct stat *st)
{
	return e->state != MEMO_EMPTY && e->state != MEMO_GONE && e->made &&
	       e->mtime == ns_of(st->st_mtim) && e->ctime == ns_of(st->st_ctim) &&
	       e->size == (u64)st->st_size && e->ino == st->st_ino && e->dev == st->st_dev &&
	       is_at_rest(e->mtime, e->ctime, e->made);
}

static void set_stat(struct memo_entry *e, const struct stat *st, s64 made)
{
	e->mtime = ns_of(st->st_mtim);
	e->ctime = ns_of(st->st_ctim);
	e->size = (u64)st->st_size;
	e->ino = st->st_ino;
	e->dev = st->st_dev;
	e->made = made;
}

/* Regular files only, and never waiting for a pipe's other end. */
static int read_whole(const char *path, struct strbuf *buf, struct stat *st, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	char part[65536];
	ssize_t n = -1;

	strbuf_reset(buf);
	if (fd < 0)
		return err_errno(err, "%s", path);
	if (fstat(fd, st) || !S_ISREG(st->st_mode)) {
		close(fd);
		return err_set(err, "%s: not a regular file", path);
	}
	while (buf->len <= MEMO_FILE_MAX && ((n = read(fd, part, sizeof(part))) > 0 || (n < 0 && errno == EINTR)))
		if (n > 0)
			strbuf_add(buf, part, (size_t)n);
	if (n < 0)
		err_errno(err, "%s", path);
	else if (n > 0)
		err_set(err, "%s: larger than 1 GiB", path);
	close(fd);
	return n ? -1 : 0;
}

static int memo_hash(struct file_memo *m, const char *path, struct memo_entry *e, struct err *err)
{
	struct stat st;
	s64 made = memo_now();

	if (read_whole(path, &m->buf, &st, err)) {
		e->state = MEMO_GONE;
		return -1;
	}
	e->hash = sum_hash_content(m->buf.buf, m->buf.len);
	/* A file that grew while it was read is not at rest: `made` of 0 says so. */
	set_stat(e, &st, (u64)st.st_size == m->buf.len ? made : 0);
	e->size = m->buf.len;
	e->state = MEMO_SEEN;
	m->is_dirty = true;
	if (m->buf.cap > 16 << 20)
		strbuf_free(&m->buf);
	return 0;
}

const struct memo_entry *memo_get(struct file_memo *m, const char *path, bool is_once, struct err *err)
{
	struct memo_entry *e = memo_slot(m, path);
	struct stat st;

	if (is_once && e->state == MEMO_SEEN)
		return e;
	if (is_once && e->state == MEMO_GONE) {
		err_set(err, "%s: cannot be read", path);
		return NULL;
	}
	if (stat(path, &st)) {
		err_errno(err, "%s", path);
		e->state = MEMO_GONE;
		return NULL;
	}
	if (is_current(e, &st)) {
		e->state = MEMO_SEEN;
		return e;
	}
	return memo_hash(m, path, e, err) ? NULL : e;
}

void memo_learn(struct file_memo *m, const char *path, struct hash128 hash, u64 size, s64 since)
{
	struct memo_entry *e = memo_slot(m, path);
	struct stat st;

	if (e->state == MEMO_SEEN || e->state == MEMO_GONE)
		return;
	if (stat(path, &st) || !S_ISREG(st.st_mode) || (u64)st.st_size != size)
		return;
	if (!is_at_rest(ns_of(st.st_mtim), ns_of(st.st_ctim), since))
		return;
	e->hash = hash;
	set_stat(e, &st, since);
	e->state = MEMO_SEEN;
	m->is_dirty = true;
}

/* ---- on disk ---- */

static bool is_sound(const struct mapping *map, struct memo_header *h)
{
	const char *text;
	u64 entries;

	if (map->len < sizeof(*h))
		return false;
	memcpy(h, map->p, sizeof(*h));
	entries = (u64)h->nr * sizeof(struct memo_entry);
	if (memcmp(h->magic, MEMO_MAGIC, sizeof(h->magic)) || h->version != MEMO_VERSION ||
	    h->text_len > UINT32_MAX / 4 || !h->text_len || map->len != sizeof(*h) + entries + h->text_len ||
	    h->checksum != hash_bytes(map->p + MEMO_CHECKED, map->len - MEMO_CHECKED))
		return false;
	text = (const char *)map->p + sizeof(*h) + entries;
	return !text[h->text_len - 1];
}

static bool memo_take(struct file_memo *m, const struct mapping *map, const struct memo_header *h)
{
	const char *text = (const char *)map->p + sizeof(*h) + (size_t)h->nr * sizeof(struct memo_entry);

	for (u32 i = 0; i < h->nr; i++) {
		struct memo_entry e, *to;

		memcpy(&e, map->p + sizeof(*h) + (size_t)i * sizeof(e), sizeof(e));
		if (e.path >= h->text_len || text[e.path] != '/')
			return false;
		to = memo_slot(m, text + e.path);
		*to = e;
		to->state = MEMO_OLD;
	}
	return true;
}

void memo_load(struct file_memo *m, const char *path)
{
	struct memo_header h;
	struct mapping map;
	struct err err = { 0 };

	if (!path_exists(path))
		return;
	if (file_map(path, &map, &err)) {
		warn("%s", err.msg);
		return;
	}
	if (!is_sound(&map, &h) || !memo_take(m, &map, &h)) {
		warn("%s: damaged; it is made anew", path);
		memo_free(m);
		memo_init(m);
		m->is_dirty = true;
	}
	file_unmap(&map);
}

int cache_check_memo(const char *dir, struct err *err)
{
	struct strbuf path = { 0 };
	struct mapping map = { 0 };
	struct memo_header h;
	int rc = 0;

	strbuf_printf(&path, "%s/files.memo", dir);
	if (path_exists(path.buf)) {
		rc = file_map(path.buf, &map, err);
		if (!rc && !is_sound(&map, &h))
			rc = err_set(err, "%s: damaged", path.buf);
		file_unmap(&map);
	}
	strbuf_free(&path);
	return rc;
}

static bool is_kept(const struct file_memo *m, const struct memo_entry *e)
{
	if (e->state == MEMO_SEEN)
		return is_at_rest(e->mtime, e->ctime, e->made);
	return e->state == MEMO_OLD && m->e.nr <= MEMO_KEEP_MAX;
}

int memo_save(struct file_memo *m, const char *path, struct err *err)
{
	struct memo_header h = { .version = MEMO_VERSION };
	struct strbuf out = { 0 }, text = { 0 };
	int rc;

	if (!m->is_dirty)
		return 0;
	strbuf_add(&text, "", 1);
	strbuf_add(&out, &h, sizeof(h));
	for (u32 i = 1; i < m->e.nr; i++) {
		struct memo_entry e = m->e.at[i];
		const char *s = strtab_str(&m->path, i);

		if (!is_kept(m, &e))
			continue;
		e.path = (u32)text.len;
		e.state = 0;
		strbuf_add(&text, s, strlen(s) + 1);
		strbuf_add(&out, &e, sizeof(e));
		h.nr++;
	}
	h.text_len = text.len;
	strbuf_add(&out, text.buf, text.len);
	memcpy(h.magic, MEMO_MAGIC, sizeof(h.magic));
	memcpy(out.buf, &h, sizeof(h));
	h.checksum = hash_bytes(out.buf + MEMO_CHECKED, out.len - MEMO_CHECKED);
	memcpy(out.buf, &h, sizeof(h));
	rc = file_write_atomic(path, out.buf, out.len, err);
	strbuf_free(&out);
	strbuf_free(&text);
	return rc;
}

struct hash128 cache_hash_now(const char *path)
{
	struct hash128 hash = { 0 };
	struct strbuf buf = { 0 };
	struct err no_matter = { 0 };
	struct stat st;

	if (!read_whole(path, &buf, &st, &no_matter))
		hash = sum_hash_content(buf.buf, buf.len);
	strbuf_free(&buf);
	return hash;
}

/* ---- for cache_each_seen() ---- */

bool memo_seen(const struct file_memo *m, u32 i, struct cache_seen *out)
{
	const struct memo_entry *e = &m->e.at[i];

	if (!i || (e->state != MEMO_SEEN && e->state != MEMO_GONE))
		return false;
	*out = (struct cache_seen){
		.path = strtab_str(&m->path, i),
		.mtime = e->mtime, .ctime = e->ctime, .size = e->size, .ino = e->ino, .dev = e->dev,
		.hash = e->state == MEMO_SEEN ? e->hash : (struct hash128){ 0 },
		.is_gone = e->state == MEMO_GONE,
		.at_rest = e->state == MEMO_GONE || (e->made && is_at_rest(e->mtime, e->ctime, e->made)),
	};
	return true;
}
