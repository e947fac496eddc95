// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of a cache folder, by kind, in the order of their last use.
 *
 * Input: a folder with our CACHEDIR.TAG.  Invariant: only names of the table are ever given out, in folders of the
 * table, regular files, opened relative to their folder: a wrong --cache=DIR gives an error, a link in it nothing.
 * Cost: a readdir and a stat a file; 22,000 summaries take 60 ms.
 */
#include "summary/cache_care.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "summary/sum_int.h"

#define TMP_AGE_NS	(3600 * 1000000000ll)

static const struct kind_row {
	const char *dir, *suffix;
	u8 part[3];
} kinds[CACHE_NR_KINDS] = {
#define X(e, dir, suffix, a, b, c, words) { dir, suffix, { a, b, c } },
	CACHE_KINDS(X)
#undef X
};

const char *const cache_kind_words[CACHE_NR_KINDS] = {
#define X(e, dir, suffix, a, b, c, words) words,
	CACHE_KINDS(X)
#undef X
};

struct walk {
	struct cache_items *out;
	const char *dir, *sub;
	int fd;			/* of sub */
	enum cache_kind kind;
	s64 now;
};

static bool is_hex(const char *s, size_t n)
{
	return strspn(s, "0123456789abcdef") >= n;
}

static bool is_sub(const struct kind_row *k, const char *name)
{
	return k->dir[0] == '?' ? strlen(name) == 2 && is_hex(name, 2) : !strcmp(name, k->dir);
}

/* "KEY.gfs", "KEY-TUS-SET.gfl": the length of the name proper; 0: none of ours. */
static size_t name_len(const struct kind_row *k, const char *name)
{
	size_t at = 0, n = strlen(k->suffix);

	for (u32 i = 0; i < ARRAY_SIZE(k->part) && k->part[i]; i++) {
		if (i && name[at++] != '-')
			return 0;
		if (!is_hex(name + at, k->part[i]))
			return 0;
		at += k->part[i];
	}
	return strncmp(name + at, k->suffix, n) ? 0 : at + n;
}

/* What follows the whole name while it is being written: ".XXXXXX", and of precompiled headers ".PID.tmp". */
static bool is_temporary(const char *tail)
{
	size_t n = strlen(tail);

	if (tail[0] != '.')
		return false;
	return n == 7 || (n > 5 && strspn(tail + 1, "0123456789") == n - 5 && !strcmp(tail + n - 4, ".tmp"));
}

bool cache_parse_key(const char *name, struct hash128 *key)
{
	char half[17] = "";

	*key = (struct hash128){ 0 };
	if (!is_hex(name, 32))
		return false;
	memcpy(half, name, 16);
	key->hi = strtoull(half, NULL, 16);
	memcpy(half, name + 16, 16);
	key->lo = strtoull(half, NULL, 16);
	return true;
}

static s64 ns_of(struct timespec ts)
{
	return (s64)((u64)ts.tv_sec * 1000000000u + (u64)ts.tv_nsec);
}

static void walk_file(struct walk *w, const char *name)
{
	size_t len = name_len(&kinds[w->kind], name);
	struct cache_item f = { .kind = (u8)w->kind };
	struct strbuf path = { 0 };
	struct stat st;

	if (!len || (name[len] && !is_temporary(name + len)))
		return;
	if (fstatat(w->fd, name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode))
		return;
	if (name[len]) {
		if (w->now - ns_of(st.st_mtim) > TMP_AGE_NS && !unlinkat(w->fd, name, 0)) {
			w->out->nr_tmp++;
			w->out->bytes_tmp += (u64)st.st_size;
		}
		return;
	}
	strbuf_printf(&path, "%s/%s/%s", w->dir, w->sub, name);
	f.path = strbuf_detach(&path);
	f.used = ns_of(st.st_mtim);
	f.size = (u64)st.st_size;
	(void)cache_parse_key(name, &f.key);
	vec_push(&w->out->at, f);
}

static void walk_sub(struct walk *w, int top)
{
	int fd = openat(top, w->sub, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *e;

	if (!d) {
		if (fd >= 0)
			close(fd);
		return;
	}
	w->fd = fd;
	while ((e = readdir(d)))
		walk_file(w, e->d_name);
	closedir(d);
}

static int check_tag(const char *dir, struct err *err)
{
	static const char sig[] = "Signature: 8a477f597d28d172789f06886806bc55";
	struct strbuf path = { 0 }, text = { 0 };
	int rc = 0;

	strbuf_printf(&path, "%s/CACHEDIR.TAG", dir);
	if (!path_exists(path.buf) || file_read(path.buf, &text, NULL) ||
	    strncmp(strbuf_str(&text), sig, sizeof(sig) - 1) || !strstr(text.buf, "gfpcheck"))
		rc = err_set(err, "%s: no cache of gfpcheck", dir);
	strbuf_free(&path);
	strbuf_free(&text);
	return rc;
}

static int by_use(const void *a, const void *b)
{
	const struct cache_item *x = a, *y = b;

	if (x->used != y->used)
		return x->used < y->used ? -1 : 1;
	return strcmp(x->path, y->path);
}

void cache_items_sort(struct cache_items *all)
{
	if (all->at.nr)
		qsort(all->at.at, all->at.nr, sizeof(*all->at.at), by_use);
}

int cache_list(const char *dir, struct cache_items *out, struct err *err)
{
	struct walk w = { .out = out, .dir = dir, .now = memo_now() };
	struct dirent *e;
	DIR *d;

	*out = (struct cache_items){ 0 };
	if (check_tag(dir, err))
		return -1;
	d = opendir(dir);
	if (!d)
		return err_errno(err, "%s", dir);
	while ((e = readdir(d))) {
		for (u32 k = 0; k < CACHE_NR_KINDS; k++) {
			if (!is_sub(&kinds[k], e->d_name))
				continue;
			w.kind = (enum cache_kind)k;
			w.sub = e->d_name;
			walk_sub(&w, dirfd(d));
		}
	}
	closedir(d);
	cache_items_sort(out);
	return 0;
}

void cache_items_free(struct cache_items *all)
{
	for (u32 i = 0; i < all->at.nr; i++)
		free(all->at.at[i].path);
	vec_free(&all->at);
}
