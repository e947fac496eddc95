// SPDX-License-Identifier: GPL-2.0-only
/*
 * See folders.h.  Folders are a tree: whether the files below one get a header together or by folders is decided from the
 * leaves up, by what it saves.
 */
#include "cli/folders.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/map.h"

#define FOLDER_MIN_TUS	16u	/* beside the sample */
#define FOLDER_DEPTH	6u
#define SAMPLE_MIN	3u	/* of a folder with at least SAMPLE_FROM TUs */
#define SAMPLE_FROM	20u
#define SAMPLE_SHARE	32u	/* one TU in so many, where there are more */
#define FOLDER_WORDS	4u	/* before and behind the headers: folder_flags() */
#define SAMPLE_MIN_TUS	48u	/* fewer TUs in all need no folders */
/* TUs that a header is kept for: it takes 20 MiB, to save half a second for each one edited. */
#define FOLDER_KEEP	256u

struct item {
	u32 tu, family;
	const char *rel;
	u32 folder;		/* number of the one whose header it is to get, from 1; 0: none */
	bool sample;
};

typedef VEC(struct item) item_list;

static int item_order(const void *pa, const void *pb)
{
	const struct item *a = pa, *b = pb;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	return strcmp(a->rel, b->rel);
}

/* Length of the first `depth` folders of a path, or of all when there are fewer; 0: a file of the top. */
static size_t folder_len(const char *rel, u32 depth)
{
	const char *end = rel, *slash;

	if (rel[0] == '/')
		return 0;
	for (u32 i = 0; i < depth && (slash = strchr(i ? end + 1 : end, '/')); i++)
		end = slash;
	return (size_t)(end - rel);
}

/* TUs that could have such a header, by family and path. */
static void items_of(const struct run *r, const u32 *tu, u32 nr, item_list *out)
{
	for (u32 i = 0; i < nr; i++) {
		const struct tu *t = &r->tu.at[tu[i]];

		if (t->family != IR_NONE && r->family.at[t->family].usable)
			vec_push(out, (struct item){ .tu = tu[i], .family = t->family, .rel = t->rel });
	}
	if (out->nr)
		qsort(out->at, out->nr, sizeof(out->at[0]), item_order);
}

/* The end of the items from `first` on that are in the same folder, `depth` deep. */
static u32 folder_end(const item_list *all, u32 first, u32 depth)
{
	size_t len = folder_len(all->at[first].rel, depth);
	u32 end = first;

	while (end < all->nr && all->at[end].family == all->at[first].family &&
	       folder_len(all->at[end].rel, depth) == len && !strncmp(all->at[end].rel, all->at[first].rel, len))
		end++;
	return end;
}

void folders_sample(const struct run *r, const u32 *tu, u32 nr, tu_list *out)
{
	item_list all = { 0 };
	u32 end;

	items_of(r, tu, nr, &all);
	for (u32 i = 0; i < all.nr && all.nr >= SAMPLE_MIN_TUS; i = end) {
		u32 n, take;

		end = folder_end(&all, i, UINT32_MAX);
		n = end - i;
		take = n < SAMPLE_FROM ? (n + SAMPLE_MIN) / SAMPLE_FROM : MAX(SAMPLE_MIN, n / SAMPLE_SHARE);
		for (u32 k = 0; k < take; k++)
			vec_push(out, all.at[i + (u64)n * (2 * k + 1) / (2 * take)].tu);
	}
	vec_free(&all);
}

static void folder_free(struct folder *f)
{
	for (u32 k = 0; k < f->header.nr; k++)
		free(f->header.at[k]);
	vec_free(&f->header);
	vec_free(&f->tu);
	vec_free(&f->sample);
}

/* A word that says where headers are: the only ones of a TU's own that its folder's header takes. */
static bool is_search(const char *word)
{
	return !strncmp(word, "-I", 2);
}

static void make_family(struct run *r, struct folder *f)
{
	u32 like = f->sample.at[f->sample.nr / 2];
	struct family fam = { .id = 0, .like = like, .nr_tus = f->tu.nr, .bare = f->bare,
		.base = r->tu.at[like].family };
	struct hasher h;

	for (u32 i = 0; i < f->header.nr; i++)
		vec_push(&fam.header, xstrdup(f->header.at[i]));
	hasher_init(&h);
	hasher_str(&h, "folder");
	hasher_u64(&h, r->family.at[fam.base].key.lo);
	hasher_u64(&h, r->family.at[fam.base].key.hi);
	hasher_u64(&h, f->bare);
	for (u32 i = 0; i < r->tu.at[like].flags.nr_own; i++)
		hasher_str(&h, is_search(r->tu.at[like].flags.own[i]) ? r->tu.at[like].flags.own[i] : "");
	for (u32 i = 0; i < f->header.nr; i++)
		hasher_str(&h, f->header.at[i]);
	fam.key = hasher_done(&h);
	f->family = r->family.nr;
	vec_push(&r->family, fam);
}

struct planner {
	struct run *r;
	item_list all;
	struct folders *out;
};

static bool is_in(const struct planner *pl, u32 item, u32 folder)
{
	return folder == IR_NONE || pl->all.at[item].folder == folder;
}

/* The items of a range that are in `folder` (IR_NONE: all of them) as a folder. */
static void gather(const struct planner *pl, u32 first, u32 end, u32 folder, struct folder *f)
{
	*f = (struct folder){ .family = IR_NONE };
	for (u32 i = first; i < end; i++)
		if (!is_in(pl, i, folder))
			continue;
		else if (pl->all.at[i].sample)
			vec_push(&f->sample, pl->all.at[i].tu);
		else
			vec_push(&f->tu, pl->all.at[i].tu);
}

static s64 worth(const struct planner *pl, struct folder *f)
{
	return f->tu.nr >= FOLDER_MIN_TUS && f->sample.nr ? folder_worth(pl->r, f) : -1;
}

static void take(struct planner *pl, u32 first, u32 end, u32 folder, struct folder *f)
{
	for (u32 i = first; i < end; i++)
		if (is_in(pl, i, folder))
			pl->all.at[i].folder = pl->out->at.nr + 1;
	vec_push(&pl->out->at, *f);
	*f = (struct folder){ 0 };
}

/*
 * Items that share their first `depth` folders: a header for all of them, or one for each folder below and perhaps one for
 * the others, whatever saves most.  Returns what is saved.
 */
static s64 plan(struct planner *pl, u32 first, u32 end, u32 depth)
{
	size_t len = folder_len(pl->all.at[first].rel, depth);
	s64 below = 0, all, others;
	struct folder f, rest;
	u32 next;

	for (u32 i = first; i < end && depth < FOLDER_DEPTH; i = next) {
		next = folder_end(&pl->all, i, depth + 1);
		if (folder_len(pl->all.at[i].rel, depth + 1) > len)
			below += plan(pl, i, next, depth + 1);
	}
	gather(pl, first, end, IR_NONE, &f);
	gather(pl, first, end, 0, &rest);
	all = worth(pl, &f);
	others = below ? worth(pl, &rest) : -1;
	if (all > 0 && all >= below + MAX(others, 0)) {
		below = all;
		take(pl, first, end, IR_NONE, &f);
	} else if (others > 0) {
		below += others;
		take(pl, first, end, 0, &rest);
	}
	folder_free(&f);
	folder_free(&rest);
	return below;
}

/* Folders that lost all to the one above are gone; the others get their headers. */
static void settle(struct planner *pl)
{
	struct folders *out = pl->out;
	u8 *live = xcalloc(out->at.nr + 1, 1);
	u32 n = 0;

	for (u32 i = 0; i < pl->all.nr; i++)
		live[pl->all.at[i].folder] = 1;
	for (u32 i = 0; i < out->at.nr; i++) {
		struct folder f = out->at.at[i];

		if (live[i + 1] && folder_choose(pl->r, &f)) {
			make_family(pl->r, &f);
			out->at.at[n++] = f;
		} else {
			folder_free(&f);
		}
	}
	out->at.nr = n;
	free(live);
}

void folders_of(struct run *r, const u32 *tu, u32 nr, const tu_list *sample, struct folders *out)
{
	struct planner pl = { .r = r, .out = out };
	struct map is_sample = { 0 };
	u32 end;

	items_of(r, tu, nr, &pl.all);
	for (u32 i = 0; i < sample->nr; i++)
		map_put(&is_sample, sample->at[i], 1);
	for (u32 i = 0; i < pl.all.nr; i++)
		pl.all.at[i].sample = map_get(&is_sample, pl.all.at[i].tu) != MAP_NONE;
	for (u32 i = 0; i < pl.all.nr && sample->nr; i = end) {
		for (end = i; end < pl.all.nr && pl.all.at[end].family == pl.all.at[i].family; end++)
			;
		(void)plan(&pl, i, end, 0);
	}
	settle(&pl);
	map_free(&is_sample);
	vec_free(&pl.all);
}

/* Leaves out the header that the message begins with; of_drivers: all that are not in the tree's include/. */
static bool leave_out(const struct run *r, struct folder *f, const char *why, bool of_drivers)
{
	u32 n = 0, before = f->header.nr;

	for (u32 i = 0; i < before; i++) {
		char *path = f->header.at[i];
		const char *below = path_below(r->tree, path);
		size_t len = strlen(path);

		if (of_drivers ? below && !strncmp(below, "include/", 8) : strncmp(why, path, len) || why[len] != ':')
			f->header.at[n++] = path;
		else
			free(path);
	}
	f->header.nr = n;
	return n < before;
}

bool folder_retry(struct run *r, struct folder *f, const char *why)
{
	f->family = IR_NONE;
	/* behind none of them in particular: two drivers' own headers do not stand beside each other */
	if ((!leave_out(r, f, why, false) && !leave_out(r, f, why, true)) || !f->header.nr)
		return false;
	make_family(r, f);
	return true;
}

void folders_drop(struct run *r, struct folders *f)
{
	for (u32 i = 0; i < f->at.nr; i++) {
		struct family *fam = f->at.at[i].family == IR_NONE ? NULL : &r->family.at[f->at.at[i].family];

		if (!fam || !fam->usable || fam->is_overlaid || f->at.at[i].tu.nr >= FOLDER_KEEP)
			continue;
		(void)unlink(fam->pch);
		fam->usable = false;
	}
}

void folders_free(struct folders *f)
{
	for (u32 i = 0; i < f->at.nr; i++)
		folder_free(&f->at.at[i]);
	vec_free(&f->at);
}

/* ---- flags ---- */

static char *include_word(const char *path)
{
	struct strbuf sb = { 0 };

	strbuf_printf(&sb, "-include%s", path);
	return strbuf_detach(&sb);
}

static char *include_rules(const struct run *r, const char *name)
{
	char *path = path_join(r->rq->rules_dir, name), *word = include_word(path);

	free(path);
	return word;
}

void folder_flags(const struct run *r, const struct family *fam, struct tu_flags *out)
{
	const struct tu_flags *like = &r->tu.at[fam->like].flags;
	u32 n = like->argc, own = 0;

	*out = *like;
	out->argv = xcalloc(n + fam->header.nr + FOLDER_WORDS + 1, sizeof(*out->argv));
	memcpy(out->argv, like->argv, n * sizeof(*out->argv));
	/* first the prelude: its macros must be there when the headers are read */
	out->argv[n++] = xstrdup(fam->bare ? "-DGFPCHECK_NO_COMMON" : "-UGFPCHECK_NO_COMMON");
	out->argv[n++] = include_word(r->prelude);
	out->argv[n++] = include_rules(r, "headers-begin.h");
	for (u32 i = 0; i < fam->header.nr; i++)
		out->argv[n++] = include_word(fam->header.at[i]);
	out->argv[n++] = include_rules(r, "headers-end.h");
	out->argc = n;
	/* what stays its own is left out of a header */
	out->own = xcalloc(like->nr_own + 1, sizeof(*out->own));
	for (u32 i = 0; i < like->nr_own; i++)
		if (!is_search(like->own[i]))
			out->own[own++] = like->own[i];
	out->nr_own = own;
}

void folder_flags_free(struct tu_flags *f, const struct family *fam)
{
	for (u32 i = f->argc - fam->header.nr - FOLDER_WORDS; i < f->argc; i++)
		free(f->argv[i]);
	free(f->argv);
	free(f->own);
}
