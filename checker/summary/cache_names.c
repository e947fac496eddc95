// SPDX-License-Identifier: GPL-2.0-only
/*
 * The set of summaries in a cache folder, without a look at any of them.
 *
 * A summary is never changed in place: one that is made anew comes by rename and has another inode while the old one is
 * still there.  So an equal set of names and inodes holds the same summaries.  Cost: a readdir of 256 folders, 15 ms for
 * 22,000 names.
 */
#include "summary/cache_care.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void read_sub(int top, const char *sub, struct cache_names *out)
{
	int fd = openat(top, sub, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *e;

	if (!d) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((e = readdir(d))) {
		struct cache_name n = { .ino = e->d_ino };

		if (cache_parse_key(e->d_name, &n.key) && !strcmp(e->d_name + 32, ".gfs"))
			vec_push(&out->at, n);
	}
	closedir(d);
}

static int by_key(const void *pa, const void *pb)
{
	const struct cache_name *a = pa, *b = pb;

	if (a->key.hi != b->key.hi)
		return a->key.hi < b->key.hi ? -1 : 1;
	return a->key.lo < b->key.lo ? -1 : a->key.lo > b->key.lo;
}

int cache_names_read(const char *dir, struct cache_names *out, struct err *err)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	*out = (struct cache_names){ 0 };
	if (!d)
		return err_errno(err, "%s", dir);
	while ((e = readdir(d)))
		if (strlen(e->d_name) == 2 && strspn(e->d_name, "0123456789abcdef") == 2)
			read_sub(dirfd(d), e->d_name, out);
	closedir(d);
	if (out->at.nr)
		qsort(out->at.at, out->at.nr, sizeof(*out->at.at), by_key);
	return 0;
}

void cache_names_free(struct cache_names *n)
{
	vec_free(&n->at);
}

struct hash128 cache_names_id(const struct cache_names *n)
{
	struct hasher h;

	hasher_init(&h);
	hasher_add(&h, n->at.at, n->at.nr * sizeof(*n->at.at));
	return hasher_done(&h);
}

bool cache_names_differ_by(const struct cache_names *a, const struct cache_names *b,
			   bool (*mine)(void *ctx, struct hash128 key), void *ctx)
{
	u32 i = 0, k = 0;

	while (i < a->at.nr || k < b->at.nr) {
		const struct cache_name *x = i < a->at.nr ? &a->at.at[i] : NULL, *y = k < b->at.nr ? &b->at.at[k] : NULL;
		int cmp = !x ? 1 : !y ? -1 : by_key(x, y);

		if ((cmp || x->ino != y->ino) && !mine(ctx, cmp <= 0 ? x->key : y->key))
			return false;
		i += cmp <= 0;
		k += cmp >= 0;
	}
	return true;
}
