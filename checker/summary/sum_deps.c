// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files a summary was made from, with the hashes of what they held.
 *
 * Order of addition does not show: the list is sorted by path when it is written or identified, so that two
 * runs give the same bytes.
 */
#include "summary/sum_int.h"

#include <stdlib.h>
#include <string.h>

struct sum_deps {
	struct strtab path;	/* path i + 1 belongs to dep i */
	VEC(struct sum_dep) dep;
	struct file_memo memo;
	s64 since;		/* ns; a file that changed later may not be what the parser read */
};

struct sum_deps *sum_deps_new(void)
{
	struct sum_deps *d = xcalloc(1, sizeof(*d));

	strtab_init(&d->path);
	memo_init(&d->memo);
	d->since = memo_now();
	return d;
}

void sum_deps_reset(struct sum_deps *d)
{
	strtab_free(&d->path);
	strtab_init(&d->path);
	vec_clear(&d->dep);
	d->since = memo_now();
}

void sum_deps_free(struct sum_deps *d)
{
	if (!d)
		return;
	strtab_free(&d->path);
	vec_free(&d->dep);
	memo_free(&d->memo);
	free(d);
}

static void deps_put(struct sum_deps *d, const char *path, struct hash128 hash, u64 size)
{
	struct sum_dep dep = { .hash_lo = hash.lo, .hash_hi = hash.hi, .size = size };
	u32 id = strtab_add(&d->path, path);

	if (id == d->dep.nr + 1)
		vec_push(&d->dep, dep);
	d->dep.at[id - 1] = dep;
}

int sum_deps_add(struct sum_deps *d, const char *abs_path, struct err *err)
{
	const struct memo_entry *e;

	if (abs_path[0] != '/')
		return err_set(err, "%s: not an absolute path", abs_path);
	if (strtab_find(&d->path, abs_path) != MAP_NONE)
		return 0;
	e = memo_get(&d->memo, abs_path, false, err);
	if (!e)
		return -1;
	/* No content has the hash 0, so the summary is stale as soon as it is looked up. */
	deps_put(d, abs_path, e->ctime > d->since ? (struct hash128){ 0 } : e->hash, e->size);
	return 0;
}

void sum_deps_add_content(struct sum_deps *d, const char *abs_path, const void *p, size_t n)
{
	BUG_ON(abs_path[0] != '/');
	deps_put(d, abs_path, sum_hash_content(p, n), n);
}

struct named_dep {
	const char *path;
	struct sum_dep dep;
};

static int cmp_path(const void *a, const void *b)
{
	const struct named_dep *x = a, *y = b;

	return strcmp(x->path, y->path);
}

u32 sum_deps_sorted(const struct sum_deps *d, struct strtab *text, struct sum_dep **dep)
{
	struct named_dep *all = xcalloc(d->dep.nr, sizeof(*all));

	for (u32 i = 0; i < d->dep.nr; i++)
		all[i] = (struct named_dep){ strtab_str(&d->path, i + 1), d->dep.at[i] };
	qsort(all, d->dep.nr, sizeof(*all), cmp_path);
	*dep = xcalloc(d->dep.nr, sizeof(**dep));
	for (u32 i = 0; i < d->dep.nr; i++) {
		u32 id = strtab_add(text, all[i].path);	/* may move text->off */

		(*dep)[i] = all[i].dep;
		(*dep)[i].path = text->off[id];
	}
	free(all);
	return d->dep.nr;
}

struct hash128 sum_dep_list_id(const struct sum_dep *dep, u32 nr, const char *text)
{
	struct hasher h;

	hasher_init(&h);
	hasher_u64(&h, nr);
	for (u32 i = 0; i < nr; i++) {
		hasher_str(&h, text + dep[i].path);
		hasher_u64(&h, dep[i].hash_lo);
		hasher_u64(&h, dep[i].hash_hi);
	}
	return hasher_done(&h);
}

struct hash128 sum_deps_id(const struct sum_deps *d)
{
	struct strtab text;
	struct sum_dep *dep;
	struct hash128 id;
	u32 nr;

	strtab_init(&text);
	nr = sum_deps_sorted(d, &text, &dep);
	id = sum_dep_list_id(dep, nr, text.text);
	free(dep);
	strtab_free(&text);
	return id;
}

struct hash128 summary_deps_id(const struct summary *s)
{
	return sum_dep_list_id(s->dep, s->nr_dep, s->dep_text);
}

struct hash128 sum_hash_content(const void *p, size_t n)
{
	struct hasher h;

	hasher_init(&h);
	hasher_add(&h, p, n);
	return hasher_done(&h);
}
