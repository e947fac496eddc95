// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which headers a folder's precompiled header is made of, and which TUs it fits.
 *
 * Input: the sample's main files, as text, and the lists of files that their summaries were made from.  What they include
 * by name goes in, in the order of the file that includes most of it: so each header finds what it needs before it.
 * Not what has no guard, and not what reads a macro that the sample defines before its includes.  What comes from
 * include/ and was read by many, but by way of others, is put behind.
 *
 * Whether it pays is counted in bytes of source text, not in seconds, so that every machine decides alike.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/directive.h"
#include "cli/folders.h"

#define FOLDER_MAX_HEADERS 400u
#define FOLDER_SHARE	4u	/* one TU in so many reads it: what is not needed costs next to nothing */
#define FOLDER_MIN_SAMPLE 3u
#define FOLDER_PAYS	2	/* text that is saved, for text that is read to make the header: it lies on disk, too */

struct seen {
	const char *path;	/* of a summary */
	u64 size;
	u32 nr;			/* TUs of the sample that read it */
	u32 named;		/* whose main file includes it */
	bool taken;
};

struct choice {
	const struct run *r;
	struct folder *f;
	VEC(struct seen) seen;
	struct map at;			/* hash of a path -> index in seen */
	VEC(struct strbuf) text;	/* of the main file of each of the sample */
	struct map defined;		/* hashes of macros that many of them define before the last include */
	u32 nr;				/* sample that was parsed so that it counts */
};

static u32 seen_at(struct choice *c, const struct tu *t, const struct sum_dep *dep)
{
	const char *path = t->sum.dep_text + dep->path;
	u64 key = hash_str(path);
	u32 i = map_get(&c->at, key);

	if (i == MAP_NONE) {
		i = c->seen.nr;
		map_put(&c->at, key, i);
		vec_push(&c->seen, (struct seen){ .path = path, .size = dep->size });
	}
	return i;
}

/* ---- what a main file includes by name ---- */

struct named_ctx {
	struct choice *c;
	const struct tu *t;
	const char *dir;
	size_t dir_len;
};

/* The file that was read for that name: beside the main file, else the only one whose path ends so; IR_NONE. */
static u32 resolve(const struct named_ctx *x, const char *name, size_t n)
{
	const struct summary *s = &x->t->sum;
	u32 found = IR_NONE;

	for (u32 i = 0; i < s->nr_dep; i++) {
		const char *path = s->dep_text + s->dep[i].path;
		size_t len = strlen(path);

		if (len <= n || path[len - n - 1] != '/' || memcmp(path + len - n, name, n))
			continue;
		if (len == x->dir_len + n && !memcmp(path, x->dir, x->dir_len))
			return i;
		if (found != IR_NONE)
			return IR_NONE;
		found = i;
	}
	return found;
}

typedef VEC(u32) include_list;	/* indexes in choice.seen */

static void named_headers(struct choice *c, const struct tu *t, const struct strbuf *text, include_list *out)
{
	struct directives at = { strbuf_str(text), strbuf_str(text) + text->len };
	const char *slash = strrchr(t->entry->file, '/');
	struct named_ctx x = { c, t, t->entry->file, slash ? (size_t)(slash + 1 - t->entry->file) : 0 };
	struct directive d;

	while (directive_next(&at, &d)) {
		const char *name;
		size_t n;
		u32 dep;

		if (d.kind != DIR_INCLUDE)
			continue;
		name = directive_path(&d, &n);
		dep = name ? resolve(&x, name, n) : IR_NONE;
		if (dep != IR_NONE)
			vec_push(out, seen_at(c, t, &t->sum.dep[dep]));
	}
}

typedef VEC(u64) name_list;	/* hashes */

/* What a text defines before its last include. */
static void defined_before(const struct strbuf *text, name_list *out)
{
	struct directives at = { strbuf_str(text), strbuf_str(text) + text->len };
	struct directive d;
	u32 nr = 0;

	while (directive_next(&at, &d)) {
		if ((d.kind == DIR_DEFINE || d.kind == DIR_UNDEF) && directive_name(&d))
			vec_push(out, hash_bytes(d.arg, directive_name(&d)));
		if (d.kind == DIR_INCLUDE)
			nr = out->nr;
	}
	out->nr = nr;
}

/* ---- the choice ---- */

static bool counts(const struct folder *f, const struct tu *t)
{
	return t->have && t->sum.meta->mode == (f->bare ? SUM_PRELUDE : SUM_PCH);
}

/* Are there more that the prelude's header does not fit than others? */
static bool is_bare(const struct run *r, const struct folder *f)
{
	u32 with = 0, without = 0;

	for (u32 i = 0; i < f->sample.nr; i++) {
		const struct tu *t = &r->tu.at[f->sample.at[i]];

		with += t->have && t->sum.meta->mode == SUM_PCH;
		without += t->have && t->sum.meta->mode == SUM_PRELUDE;
	}
	return without > with;
}

/* What the sample read. */
static void count_reads(struct choice *c)
{
	for (u32 i = 0; i < c->f->sample.nr; i++) {
		const struct tu *t = &c->r->tu.at[c->f->sample.at[i]];

		if (!counts(c->f, t))
			continue;
		c->nr++;
		for (u32 k = 0; k < t->sum.nr_dep; k++) {
			u32 at = seen_at(c, t, &t->sum.dep[k]);

			c->seen.at[at].nr += strcmp(c->seen.at[at].path, t->entry->file) != 0;
		}
	}
}

/* What its main files include by name, and their texts. */
static void count_names(struct choice *c)
{
	struct err no_matter = { 0 };

	for (u32 i = 0; i < c->f->sample.nr; i++) {
		const struct tu *t = &c->r->tu.at[c->f->sample.at[i]];
		struct strbuf text = { 0 };
		include_list named = { 0 };
		struct map once = { 0 };

		if (counts(c->f, t) && !file_read(t->entry->file, &text, &no_matter))
			named_headers(c, t, &text, &named);
		for (u32 k = 0; k < named.nr; k++) {
			c->seen.at[named.at[k]].named += map_get(&once, named.at[k]) == MAP_NONE;
			map_put(&once, named.at[k], 1);
		}
		vec_push(&c->text, text);
		vec_free(&named);
		map_free(&once);
	}
}

/* Macros that many of the sample define themselves. */
static void look_at_macros(struct choice *c)
{
	struct map nr = { 0 };

	for (u32 i = 0; i < c->text.nr; i++) {
		struct map once = { 0 };
		name_list all = { 0 };

		defined_before(&c->text.at[i], &all);
		for (u32 k = 0; k < all.nr; k++) {
			u32 n = map_get(&nr, all.at[k]);

			if (map_get(&once, all.at[k]) != MAP_NONE)
				continue;
			map_put(&once, all.at[k], 1);
			n = n == MAP_NONE ? 1 : n + 1;
			map_put(&nr, all.at[k], n);
			if (n * FOLDER_SHARE >= c->nr)
				map_put(&c->defined, all.at[k], 1);
		}
		map_free(&once);
		vec_free(&all);
	}
	map_free(&nr);
}

static bool reads_any(const struct strbuf *text, const struct map *names)
{
	const char *s = strbuf_str(text), *end = s + text->len;
	size_t n;

	for (; (s = identifier_next(s, end, &n)); s += n)
		if (map_get(names, hash_bytes(s, n)) != MAP_NONE)
			return true;
	return false;
}

/* A header that may stand in front of everything. */
static bool stands_alone(const struct choice *c, const char *path)
{
	struct strbuf text = { 0 };
	struct err no_matter = { 0 };
	size_t n;
	bool ok;

	if (strpbrk(path, "\"\n\\") || (!path_below(c->r->tree, path) && !path_below(c->r->objdir, path)))
		return false;
	ok = !file_read(path, &text, &no_matter) && text_guard(strbuf_str(&text), text.len, &n) &&
		!reads_any(&text, &c->defined);
	strbuf_free(&text);
	return ok;
}

static bool has_part(const char *path, const char *part)
{
	size_t n = strlen(part);

	for (const char *s = path; (s = strchr(s, '/')); s++)
		if (!strncmp(s + 1, part, n) && s[1 + n] == '/')
			return true;
	return false;
}

/* It lies where all of the kernel finds it, and is no other header's lower half: it needs nothing before it. */
static bool is_common(const struct run *r, const char *path)
{
	static const char *const lower_half[] = { "asm", "asm-generic", "uapi", "generated" };
	const char *below = path_below(r->tree, path);

	if (!below || strncmp(below, "include/", 8))
		return false;
	for (u32 i = 0; i < ARRAY_SIZE(lower_half); i++)
		if (has_part(path, lower_half[i]))
			return false;
	return true;
}

static bool is_often(const struct choice *c, u32 nr)
{
	return nr > 1 && nr * FOLDER_SHARE >= c->nr;
}

static void take(struct choice *c, struct seen *s)
{
	if (s->taken || c->f->header.nr >= FOLDER_MAX_HEADERS)
		return;
	s->taken = true;
	if (stands_alone(c, s->path))
		vec_push(&c->f->header, xstrdup(s->path));
}

/* Those of the sample that includes most of what is often included come first. */
static void take_named(struct choice *c)
{
	VEC(u32) left = { 0 };

	for (u32 i = 0; i < c->f->sample.nr; i++)
		if (counts(c->f, &c->r->tu.at[c->f->sample.at[i]]))
			vec_push(&left, i);
	while (left.nr) {
		include_list best = { 0 };
		u32 most = 0, which = 0;

		for (u32 k = 0; k < left.nr; k++) {
			const struct tu *t = &c->r->tu.at[c->f->sample.at[left.at[k]]];
			include_list named = { 0 };
			u32 nr = 0;

			named_headers(c, t, &c->text.at[left.at[k]], &named);
			for (u32 i = 0; i < named.nr; i++)
				nr += !c->seen.at[named.at[i]].taken && is_often(c, c->seen.at[named.at[i]].named);
			if (nr > most) {
				most = nr;
				which = k;
				vec_free(&best);
				best = named;
			} else {
				vec_free(&named);
			}
		}
		if (!most)
			break;
		for (u32 i = 0; i < best.nr; i++)
			if (is_often(c, c->seen.at[best.at[i]].named))
				take(c, &c->seen.at[best.at[i]]);
		vec_free(&best);
		left.at[which] = left.at[--left.nr];
	}
	vec_free(&left);
}

static int seen_order(const void *pa, const void *pb)
{
	const struct seen *a = pa, *b = pb;

	if (a->nr != b->nr)
		return a->nr > b->nr ? -1 : 1;
	return strcmp(a->path, b->path);
}

static u64 base_bytes(const struct choice *c)
{
	const struct family *fam = &c->r->family.at[c->r->tu.at[c->f->sample.at[0]].family];
	u64 sum = 0;

	for (u32 i = 0; !c->f->bare && i < fam->sum.nr_dep; i++)
		sum += fam->sum.dep[i].size;
	return sum;
}

s64 folder_worth(const struct run *r, struct folder *f)
{
	struct choice c = { .r = r, .f = f };
	u64 saved = 0, cost;

	f->bare = is_bare(r, f);
	cost = base_bytes(&c);
	count_reads(&c);
	for (u32 i = 0; i < c.seen.nr; i++) {
		if (!is_often(&c, c.seen.at[i].nr))
			continue;
		saved += c.seen.at[i].size * c.seen.at[i].nr;
		cost += c.seen.at[i].size;
	}
	vec_free(&c.seen);
	map_free(&c.at);
	return c.nr < FOLDER_MIN_SAMPLE ? -1 : (s64)(saved / c.nr * f->tu.nr) - (s64)cost * FOLDER_PAYS;
}

bool folder_choose(const struct run *r, struct folder *f)
{
	struct choice c = { .r = r, .f = f };

	count_reads(&c);
	count_names(&c);
	look_at_macros(&c);
	take_named(&c);
	if (c.seen.nr)
		qsort(c.seen.at, c.seen.nr, sizeof(c.seen.at[0]), seen_order);
	for (u32 i = 0; !f->bare && i < c.seen.nr && is_often(&c, c.seen.at[i].nr); i++)
		if (is_common(r, c.seen.at[i].path))
			take(&c, &c.seen.at[i]);
	for (u32 i = 0; i < c.text.nr; i++)
		strbuf_free(&c.text.at[i]);
	vec_free(&c.text);
	vec_free(&c.seen);
	map_free(&c.at);
	map_free(&c.defined);
	return f->header.nr;
}

/* ---- whom it fits ---- */

void folder_guards(const struct run *r, struct family *fam)
{
	const struct family *base = &r->family.at[fam->base];
	struct err no_matter = { 0 };

	for (u32 i = 0; i < fam->sum.nr_dep; i++) {
		const char *path = fam->sum.dep_text + fam->sum.dep[i].path, *guard = NULL;
		struct strbuf text = { 0 };
		size_t n;

		if (map_get(&base->files, hash_str(path)) == MAP_NONE && !file_read(path, &text, &no_matter))
			guard = text_guard(strbuf_str(&text), text.len, &n);
		if (guard)
			map_put(&fam->guards, hash_bytes(guard, n), 1);
		strbuf_free(&text);
	}
}

/* Every identifier of what the folder's header has beyond the prelude's. */
static void identifiers_of(const struct run *r, const struct family *fam, struct map *out)
{
	const struct family *base = &r->family.at[fam->base];
	struct err no_matter = { 0 };

	for (u32 i = 0; i < fam->sum.nr_dep; i++) {
		const char *path = fam->sum.dep_text + fam->sum.dep[i].path, *s, *end;
		struct strbuf text = { 0 };
		size_t n;

		if (map_get(&base->files, hash_str(path)) == MAP_NONE && !file_read(path, &text, &no_matter))
			for (s = strbuf_str(&text), end = s + text.len; (s = identifier_next(s, end, &n)); s += n)
				map_put(out, hash_bytes(s, n), 1);
		strbuf_free(&text);
	}
}

static bool main_text(const struct run *r, const struct tu *t, struct strbuf *out)
{
	u32 i = overlay_find(r, t->entry->file);
	struct err no_matter = { 0 };

	if (i == MAP_NONE)
		return !file_read(t->entry->file, out, &no_matter);
	if (r->rq->overlay[i].text)
		strbuf_add(out, r->rq->overlay[i].text, r->rq->overlay[i].len);
	return true;
}

static bool fits(const struct run *r, const struct tu *t, const struct map *names)
{
	struct strbuf text = { 0 };
	name_list own = { 0 };
	bool ok;

	ok = main_text(r, t, &text);
	if (ok)
		defined_before(&text, &own);
	for (u32 k = 0; ok && k < own.nr; k++)
		ok = map_get(names, own.at[k]) == MAP_NONE;
	strbuf_free(&text);
	vec_free(&own);
	return ok;
}

bool folder_fits(const struct run *r, const struct family *fam, const struct tu *t)
{
	struct map names = { 0 };
	bool ok;

	identifiers_of(r, fam, &names);
	ok = fits(r, t, &names);
	map_free(&names);
	return ok;
}

void folder_assign(struct run *r, const struct folder *f)
{
	struct map names = { 0 };

	identifiers_of(r, &r->family.at[f->family], &names);
	for (u32 i = 0; i < f->tu.nr; i++)
		if (fits(r, &r->tu.at[f->tu.at[i]], &names))
			r->tu.at[f->tu.at[i]].family = f->family;
	map_free(&names);
}
