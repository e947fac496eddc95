// SPDX-License-Identifier: GPL-2.0-only
/* See folders.h.  Folders are up to FOLDER_DEPTH deep: those that are large enough, the rest goes to the one above. */
#include "cli/folders.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"

#define FOLDER_MIN_TUS	200u
#define FOLDER_DEPTH	3u
#define FOLDER_SAMPLE	16u
#define FOLDER_MAX_HEADERS 400u
#define FOLDER_SHARE	4u	/* one TU in so many reads it: what is not needed costs next to nothing */

struct item {
	u32 tu, family;
	const char *rel;
	bool taken;
};

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

static void take_sample(struct folder *f)
{
	for (u32 i = 0; i < FOLDER_SAMPLE; i++)
		vec_push(&f->sample, f->tu.at[(u64)f->tu.nr * (2 * i + 1) / (2 * FOLDER_SAMPLE)]);
}

/* Those from at[first] on that are of its folder and not taken yet, as a folder if they are enough. */
static u32 one_folder(struct item *at, u32 first, u32 nr, u32 depth, struct folders *out)
{
	size_t len = folder_len(at[first].rel, depth);
	struct folder f = { .family = IR_NONE };
	u32 end;

	for (end = first; end < nr && at[end].family == at[first].family && folder_len(at[end].rel, depth) == len &&
	     !strncmp(at[end].rel, at[first].rel, len); end++)
		if (!at[end].taken)
			vec_push(&f.tu, at[end].tu);
	if (!len || f.tu.nr < FOLDER_MIN_TUS) {
		vec_free(&f.tu);
		return end;
	}
	for (u32 i = first; i < end; i++)
		at[i].taken = true;
	take_sample(&f);
	vec_push(&out->at, f);
	return end;
}

void folders_of(const struct run *r, const u32 *tu, u32 nr, struct folders *out)
{
	VEC(struct item) all = { 0 };

	for (u32 i = 0; i < nr; i++)
		vec_push(&all, (struct item){ tu[i], r->tu.at[tu[i]].family, r->tu.at[tu[i]].rel,
			r->tu.at[tu[i]].family == IR_NONE || !r->family.at[r->tu.at[tu[i]].family].usable });
	if (all.nr)
		qsort(all.at, all.nr, sizeof(all.at[0]), item_order);
	for (u32 depth = FOLDER_DEPTH; depth; depth--)
		for (u32 i = 0; i < all.nr;)
			i = one_folder(all.at, i, all.nr, depth, out);
	{
		struct map in = { 0 };

		for (u32 i = 0; i < out->at.nr; i++)
			for (u32 k = 0; k < out->at.at[i].tu.nr; k++)
				map_put(&in, out->at.at[i].tu.at[k], 1);
		for (u32 i = 0; i < nr; i++)
			if (map_get(&in, tu[i]) == MAP_NONE)
				vec_push(&out->rest, tu[i]);
		map_free(&in);
	}
	vec_free(&all);
}

/* ---- headers ---- */

struct seen {
	const char *path;	/* of a summary */
	u32 nr;
};

static int seen_order(const void *pa, const void *pb)
{
	const struct seen *a = pa, *b = pb;

	if (a->nr != b->nr)
		return a->nr > b->nr ? -1 : 1;
	return strcmp(a->path, b->path);
}

static bool has_part(const char *path, const char *part)
{
	size_t n = strlen(part);

	for (const char *s = path; (s = strchr(s, '/')); s++)
		if (!strncmp(s + 1, part, n) && s[1 + n] == '/')
			return true;
	return false;
}

/*
 * A header that may stand alone and in front of everything: it lies where all of the kernel finds it, is no other
 * header's lower half, and its first directive is its guard: those that are meant to be read several times
 * (trace events) do not begin so.
 */
static bool is_common(const struct run *r, const char *path)
{
	static const char *const lower_half[] = { "asm", "asm-generic", "uapi", "generated" };
	const char *below = path_below(r->tree, path), *at;
	struct strbuf text = { 0 };
	struct err no_matter = { 0 };
	bool ok;

	if (!below || strncmp(below, "include/", 8) || strpbrk(path, "\"\n\\"))
		return false;
	for (u32 i = 0; i < ARRAY_SIZE(lower_half); i++)
		if (has_part(path, lower_half[i]))
			return false;
	if (file_read(path, &text, &no_matter)) {
		strbuf_free(&text);
		return false;
	}
	for (at = strbuf_str(&text); *at && *at != '#'; at++)
		if (at[0] == '/' && at[1] == '*' && !(at = strstr(at + 2, "*/")))
			break;
		else if (at[0] == '/' && at[1] == '/')
			at += strcspn(at, "\n") - 1;
	ok = at && *at == '#' && (!strncmp(at + 1 + strspn(at + 1, " \t"), "ifndef", 6) ||
				  !strncmp(at + 1 + strspn(at + 1, " \t"), "pragma once", 11));
	strbuf_free(&text);
	return ok;
}

static void make_family(struct run *r, struct folder *f)
{
	u32 like = f->tu.at[0];
	struct family fam = { .id = 0, .like = like, .nr_tus = f->tu.nr - f->sample.nr };
	struct hasher h;

	for (u32 i = 0; i < f->header.nr; i++)
		vec_push(&fam.header, xstrdup(f->header.at[i]));
	hasher_init(&h);
	hasher_str(&h, "folder");
	hasher_u64(&h, r->family.at[r->tu.at[like].family].key.lo);
	hasher_u64(&h, r->family.at[r->tu.at[like].family].key.hi);
	for (u32 i = 0; i < f->header.nr; i++)
		hasher_str(&h, f->header.at[i]);
	fam.key = hasher_done(&h);
	f->family = r->family.nr;
	vec_push(&r->family, fam);
}

void folder_headers(struct run *r, struct folder *f)
{
	VEC(struct seen) seen = { 0 };
	struct map at = { 0 };
	u32 nr = 0;

	for (u32 i = 0; i < f->sample.nr; i++) {
		const struct tu *t = &r->tu.at[f->sample.at[i]];

		if (!t->have || t->sum.meta->mode != SUM_PCH)
			continue;
		nr++;
		for (u32 k = 0; k < t->sum.nr_dep; k++) {
			const char *path = t->sum.dep_text + t->sum.dep[k].path;
			u32 s = map_get(&at, hash_str(path));

			if (s == MAP_NONE) {
				s = seen.nr;
				map_put(&at, hash_str(path), s);
				vec_push(&seen, (struct seen){ path, 0 });
			}
			seen.at[s].nr++;
		}
	}
	if (seen.nr)
		qsort(seen.at, seen.nr, sizeof(seen.at[0]), seen_order);
	for (u32 i = 0; i < seen.nr && seen.at[i].nr * FOLDER_SHARE >= nr && f->header.nr < FOLDER_MAX_HEADERS; i++)
		if (is_common(r, seen.at[i].path))
			vec_push(&f->header, xstrdup(seen.at[i].path));
	if (f->header.nr)
		make_family(r, f);
	vec_free(&seen);
	map_free(&at);
}

bool folder_retry(struct run *r, struct folder *f, const char *why)
{
	for (u32 i = 0; i < f->header.nr; i++) {
		size_t n = strlen(f->header.at[i]);

		if (strncmp(why, f->header.at[i], n) || why[n] != ':')
			continue;
		free(f->header.at[i]);
		memmove(&f->header.at[i], &f->header.at[i + 1], (f->header.nr - i - 1) * sizeof(f->header.at[0]));
		f->header.nr--;
		f->family = IR_NONE;
		if (f->header.nr)
			make_family(r, f);
		return f->header.nr;
	}
	f->family = IR_NONE;
	return false;
}

void folders_free(struct folders *f)
{
	for (u32 i = 0; i < f->at.nr; i++) {
		for (u32 k = 0; k < f->at.at[i].header.nr; k++)
			free(f->at.at[i].header.at[k]);
		vec_free(&f->at.at[i].header);
		vec_free(&f->at.at[i].tu);
		vec_free(&f->at.at[i].sample);
	}
	vec_free(&f->at);
	vec_free(&f->rest);
}

/* ---- flags ---- */

#define FOLDER_WORDS 3u		/* the prelude, and what stands around the headers */

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
	u32 n = like->argc;

	*out = *like;
	out->argv = xcalloc(n + fam->header.nr + FOLDER_WORDS + 1, sizeof(*out->argv));
	memcpy(out->argv, like->argv, n * sizeof(*out->argv));
	/* first the prelude: its macros must be there when the headers are read */
	out->argv[n++] = include_word(r->prelude);
	out->argv[n++] = include_rules(r, "headers-begin.h");
	for (u32 i = 0; i < fam->header.nr; i++)
		out->argv[n++] = include_word(fam->header.at[i]);
	out->argv[n++] = include_rules(r, "headers-end.h");
	out->argc = n;
}

void folder_flags_free(struct tu_flags *f, const struct family *fam)
{
	for (u32 i = f->argc - fam->header.nr - FOLDER_WORDS; i < f->argc; i++)
		free(f->argv[i]);
	free(f->argv);
}
