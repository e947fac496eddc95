// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shrinks a cache folder and checks the summaries in it: cache_care.h.
 *
 * A run that uses the cache at the same time is safe: a file that is mapped lives on, one that is gone is a miss, and
 * a precompiled header that is gone is done without.  So that nobody has to make again what was just removed, callers
 * ask for the lock first.
 */
#include "summary/cache_care.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "summary/sum_int.h"

bool cache_parse_size(const char *text, u64 *out)
{
	static const char units[] = "KMGT";
	unsigned long long v;
	const char *unit;
	u32 shift = 0;
	char *end;

	v = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || end - text > 15)
		return false;
	unit = *end ? strchr(units, *end & ~0x20) : NULL;
	if (unit) {
		shift = (u32)(unit - units + 1) * 10;
		end++;
		end += *end == 'i';
		end += *end == 'B';
	}
	if (*end || v > UINT64_MAX >> shift)
		return false;
	*out = v << shift;
	return true;
}

int cache_lock_alone(const char *dir, bool wait)
{
	struct strbuf path = { 0 };
	int fd;

	strbuf_printf(&path, "%s/CACHEDIR.TAG", dir);
	fd = open(path.buf, O_RDONLY | O_CLOEXEC);
	strbuf_free(&path);
	if (fd >= 0 && flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB))) {
		close(fd);
		return -1;
	}
	return fd;
}

bool cache_peek(const char *path, struct sum_meta *out)
{
	const struct sum_section *s;
	struct sum_header h;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool ok;

	if (fd < 0)
		return false;
	ok = pread(fd, &h, sizeof(h), 0) == (ssize_t)sizeof(h) && !memcmp(h.magic, SUM_MAGIC, sizeof(h.magic)) &&
		h.version == SUMMARY_VERSION && h.nr_sections == SUM_NR;
	s = &h.section[SUM_META];
	ok = ok && s->nr == 1 && s->elem == sizeof(*out) && s->off < h.size && h.size <= SUM_SIZE_MAX &&
		pread(fd, out, sizeof(*out), (off_t)s->off) == (ssize_t)sizeof(*out);
	close(fd);
	return ok;
}

struct header_use {
	struct hash128 key;
	s64 used;
};

static struct header_use *use_of(struct header_use *at, u32 nr, struct hash128 key)
{
	for (u32 i = 0; i < nr; i++)
		if (hash128_eq(at[i].key, key))
			return &at[i];
	return NULL;
}

/* A precompiled header and its own summary were used when the last of their TUs was. */
static void use_headers(struct cache_items *all)
{
	VEC(struct header_use) use = { 0 };	/* a few dozen */

	for (u32 i = 0; i < all->at.nr; i++) {
		const struct cache_item *f = &all->at.at[i];
		struct header_use *u;
		struct sum_meta m;

		if (f->kind != CACHE_SUMMARIES || !cache_peek(f->path, &m) || m.mode != SUM_PCH)
			continue;
		u = use_of(use.at, use.nr, m.pch);
		if (u)
			u->used = MAX(u->used, f->used);
		else
			vec_push(&use, (struct header_use){ m.pch, f->used });
	}
	for (u32 i = 0; i < all->at.nr; i++) {
		struct cache_item *f = &all->at.at[i];
		const struct header_use *u = f->kind <= CACHE_HEADERS ? use_of(use.at, use.nr, f->key) : NULL;

		/* behind the last of them */
		if (u && u->used >= f->used)
			f->used = u->used + 1;
	}
	vec_free(&use);
}

static void item_remove(const struct cache_item *f, struct cache_count *count)
{
	if (unlink(f->path))
		return;
	count->nr_removed++;
	count->bytes_removed += f->size;
}

static void count_items(const struct cache_items *all, struct cache_count *out)
{
	*out = (struct cache_count){ .nr = all->at.nr, .nr_removed = all->nr_tmp, .bytes_removed = all->bytes_tmp };
	for (u32 i = 0; i < all->at.nr; i++)
		out->bytes += all->at.at[i].size;
}

int cache_trim(const char *dir, const struct cache_limit *lim, struct cache_count *out, struct err *err)
{
	s64 oldest = lim->older_ns ? memo_now() - lim->older_ns : INT64_MIN;
	struct cache_items all;
	u64 left;

	*out = (struct cache_count){ 0 };
	if (cache_list(dir, &all, err))
		return -1;
	count_items(&all, out);
	left = out->bytes;
	if (left > lim->max_bytes || (all.at.nr && all.at.at[0].used < oldest)) {
		use_headers(&all);
		cache_items_sort(&all);
		for (u32 i = 0; i < all.at.nr; i++) {
			const struct cache_item *f = &all.at.at[i];

			if (left <= lim->max_bytes && f->used >= oldest)
				break;
			if (lim->in_use && lim->in_use(lim->ctx, f->key))
				continue;
			item_remove(f, out);
			left -= f->size;
		}
	}
	cache_items_free(&all);
	return 0;
}

int cache_gc(const char *dir, u64 max_bytes, struct cache_count *out, struct err *err)
{
	struct cache_limit lim = { .max_bytes = max_bytes };

	return cache_trim(dir, &lim, out, err);
}

int cache_verify(const char *dir, bool do_remove, void (*bad)(void *ctx, const char *path, const char *why), void *ctx,
		 struct cache_count *out, struct err *err)
{
	struct cache_items all;

	*out = (struct cache_count){ 0 };
	if (cache_list(dir, &all, err))
		return -1;
	count_items(&all, out);
	for (u32 i = 0; i < all.at.nr; i++) {
		struct summary s = { 0 };
		struct err why = { 0 };

		if (all.at.at[i].kind != CACHE_SUMMARIES)
			continue;
		if (!summary_load(all.at.at[i].path, &s, &why)) {
			summary_close(&s);
			continue;
		}
		if (bad)
			bad(ctx, all.at.at[i].path, why.msg);
		if (!strncmp(why.msg, "made by", 7)) {
			out->nr_other_version++;
			continue;
		}
		if (strncmp(why.msg, "damaged", 7))
			continue;	/* not ours to read, or just gone */
		out->nr_damaged++;
		if (do_remove)
			item_remove(&all.at.at[i], out);
	}
	cache_items_free(&all);
	return 0;
}
