// SPDX-License-Identifier: GPL-2.0-only
/*
 * Care of a cache folder: shrink it, check it.
 *
 * Only files named as cache_path() and its temporary files are named are looked at, in folders of two hexadecimal
 * digits, and link databases (cli/link_cache.h) in the folder `link`, no symbolic links followed, and only below a folder
 * with our CACHEDIR.TAG: a wrong --cache=DIR removes nothing.  A run that uses the cache at the same time is safe: a file that is mapped lives on, one that
 * is gone is a miss.
 */
#include "summary/sum_int.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TMP_AGE_S	3600

#define LINK_DIR	"link"

struct cache_file {
	char *path;
	bool is_link;		/* a link database: no summary to verify */
	s64 used;		/* ns */
	u64 size;
};

struct cache_files {
	VEC(struct cache_file) f;
	struct cache_count *count;
	s64 now;
};

static bool is_hex(const char *s, size_t n)
{
	return strspn(s, "0123456789abcdef") >= n;
}

/* "KEY.gfs", or of a link database "KEY-TUS-SET.gfl". */
static size_t name_len(const char *name, bool is_link)
{
	if (!is_hex(name, 32))
		return 0;
	if (!is_link)
		return strncmp(name + 32, ".gfs", 4) ? 0 : 36;
	if (name[32] != '-' || !is_hex(name + 33, 8) || name[41] != '-' || !is_hex(name + 42, 16))
		return 0;
	return strncmp(name + 58, ".gfl", 4) ? 0 : 62;
}

/* One with ".XXXXXX" behind the whole name was being written. */
static bool is_temporary(const char *name, size_t len)
{
	return name[len] == '.' && strlen(name + len) == 7;
}

static void scan_file(struct cache_files *all, int fd, const char *dir, const char *sub, const char *name)
{
	bool is_link = !strcmp(sub, LINK_DIR);
	size_t len = name_len(name, is_link);
	struct strbuf path = { 0 };
	struct stat st;

	if (!len || (name[len] && !is_temporary(name, len)))
		return;
	if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode))
		return;
	if (name[len]) {
		if (all->now / 1000000000 - (s64)st.st_mtim.tv_sec > TMP_AGE_S && !unlinkat(fd, name, 0)) {
			all->count->nr_removed++;
			all->count->bytes_removed += (u64)st.st_size;
		}
		return;
	}
	strbuf_printf(&path, "%s/%s/%s", dir, sub, name);
	all->count->nr++;
	all->count->bytes += (u64)st.st_size;
	vec_push(&all->f, (struct cache_file){
		.path = strbuf_detach(&path),
		.is_link = is_link,
		.used = (s64)((u64)st.st_mtim.tv_sec * 1000000000u + (u64)st.st_mtim.tv_nsec),
		.size = (u64)st.st_size,
	});
}

static void scan_sub(struct cache_files *all, int top, const char *dir, const char *sub)
{
	int fd = openat(top, sub, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *e;

	if (!d) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((e = readdir(d)))
		scan_file(all, fd, dir, sub, e->d_name);
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

static int cmp_used(const void *a, const void *b)
{
	const struct cache_file *x = a, *y = b;

	if (x->used != y->used)
		return x->used < y->used ? -1 : 1;
	return strcmp(x->path, y->path);
}

static int scan(const char *dir, struct cache_files *all, struct cache_count *count, struct err *err)
{
	struct dirent *e;
	DIR *d;

	*count = (struct cache_count){ 0 };
	*all = (struct cache_files){ .count = count, .now = memo_now() };
	if (check_tag(dir, err))
		return -1;
	d = opendir(dir);
	if (!d)
		return err_errno(err, "%s", dir);
	while ((e = readdir(d)))
		if ((strlen(e->d_name) == 2 && is_hex(e->d_name, 2)) || !strcmp(e->d_name, LINK_DIR))
			scan_sub(all, dirfd(d), dir, e->d_name);
	closedir(d);
	if (all->f.nr)
		qsort(all->f.at, all->f.nr, sizeof(*all->f.at), cmp_used);
	return 0;
}

static void files_free(struct cache_files *all)
{
	for (u32 i = 0; i < all->f.nr; i++)
		free(all->f.at[i].path);
	vec_free(&all->f);
}

static void file_remove(const struct cache_file *f, struct cache_count *count)
{
	if (unlink(f->path))
		return;
	count->nr_removed++;
	count->bytes_removed += f->size;
}

int cache_gc(const char *dir, u64 max_bytes, struct cache_count *out, struct err *err)
{
	struct cache_files all;
	u64 left;

	if (scan(dir, &all, out, err))
		return -1;
	left = out->bytes;
	for (u32 i = 0; i < all.f.nr && left > max_bytes; i++) {
		file_remove(&all.f.at[i], out);
		left -= all.f.at[i].size;
	}
	files_free(&all);
	return 0;
}

int cache_verify(const char *dir, bool do_remove, void (*bad)(void *ctx, const char *path, const char *why), void *ctx,
		 struct cache_count *out, struct err *err)
{
	struct cache_files all;

	if (scan(dir, &all, out, err))
		return -1;
	for (u32 i = 0; i < all.f.nr; i++) {
		struct summary s = { 0 };
		struct err why = { 0 };

		if (all.f.at[i].is_link)
			continue;
		if (!summary_load(all.f.at[i].path, &s, &why)) {
			summary_close(&s);
			continue;
		}
		if (bad)
			bad(ctx, all.f.at[i].path, why.msg);
		if (!strncmp(why.msg, "made by", 7)) {
			out->nr_other_version++;
			continue;
		}
		if (strncmp(why.msg, "damaged", 7))
			continue;	/* not ours to read, or just gone */
		out->nr_damaged++;
		if (do_remove)
			file_remove(&all.f.at[i], out);
	}
	files_free(&all);
	return 0;
}
