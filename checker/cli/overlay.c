// SPDX-License-Identifier: GPL-2.0-only
/*
 * What if a file had another text: the part of the pipeline that serves rq->overlay.
 *
 * Input: the run after the cache was asked, so that the recorded dependencies tell which TUs, and which precompiled
 * headers, the texts are part of.  Output: those made again, from the texts.  Their summaries go to names of their own
 * in the cache's folder and are unlinked as soon as they are mapped; the cache's own are not touched, so that a run
 * leaves nothing behind.  Cost: a parse for each TU that reads one of the texts, and no other.
 *
 * Invariant: at the end no TU, context included, and no precompiled header in the run is made of a file that a text
 * stands for.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/pipeline_int.h"

u32 overlay_find(const struct run *r, const char *path)
{
	u32 i = r->overlay.nr ? map_get(&r->overlay, hash_str(path)) : MAP_NONE;

	return i != MAP_NONE && !strcmp(r->rq->overlay[i].path, path) ? i : MAP_NONE;
}

bool overlay_has_main(const struct run *r, const struct tu *t)
{
	return overlay_find(r, t->entry->file) != MAP_NONE;
}

bool overlay_is_gone(const struct run *r, const char *path)
{
	u32 i = overlay_find(r, path);

	return i != MAP_NONE && !r->rq->overlay[i].text;
}

/* ---- files that the database does not know ---- */

/* Length of the folders that two paths share. */
static size_t shared_folders(const char *a, const char *b)
{
	size_t n = 0;

	for (size_t i = 0; a[i] && a[i] == b[i]; i++)
		if (a[i] == '/')
			n = i + 1;
	return n;
}

static const struct compdb_entry *neighbour(const struct run *r, const char *path, bool *known)
{
	const struct compdb_entry *best = NULL;
	size_t most = 0;

	*known = false;
	for (u32 i = 0; i < r->db.at.nr; i++) {
		const struct compdb_entry *e = &r->db.at.at[i];
		size_t n = shared_folders(e->file, path);

		if (!strcmp(e->file, path))
			*known = true;
		if (n > most) {
			most = n;
			best = e;
		}
	}
	return best;
}

void overlay_select(struct run *r)
{
	/* libclang cannot be told that a file is not there: who includes it gets a compiler's message */
	static const char gone[] = "#error this file is deleted\n";

	for (u32 i = 0; i < r->rq->nr_overlay; i++) {
		struct front_overlay o = r->rq->overlay[i];

		map_put(&r->overlay, hash_str(o.path), i);
		if (!o.text)
			o = (struct front_overlay){ o.path, gone, sizeof(gone) - 1 };
		vec_push(&r->text, o);
	}
	for (u32 i = 0; i < r->rq->nr_overlay; i++) {
		const struct front_overlay *o = &r->rq->overlay[i];
		const struct compdb_entry *like;
		size_t n = strlen(o->path);
		bool known;

		if (!o->text || n < 2 || strcmp(o->path + n - 2, ".c"))
			continue;
		like = neighbour(r, o->path, &known);
		if (known || !like)
			continue;
		entry_like(&r->db, like, o->path);
		r->nr_brought++;
	}
}

/* ---- what the texts are part of ---- */

static bool sum_reads(const struct run *r, const struct summary *s)
{
	for (u32 i = 0; i < s->nr_dep; i++)
		if (overlay_find(r, s->dep_text + s->dep[i].path) != MAP_NONE)
			return true;
	return false;
}

static const struct family *family_with(const struct run *r, struct hash128 key)
{
	for (u32 i = 0; i < r->family.nr; i++)
		if (r->family.at[i].have && hash128_eq(r->family.at[i].key, key))
			return &r->family.at[i];
	return NULL;
}

bool overlay_touches(const struct run *r, const struct tu *t)
{
	const struct family *f;

	if (overlay_has_main(r, t))
		return true;
	if (!t->have)
		return false;
	f = t->sum.meta->mode == SUM_PCH ? family_with(r, t->sum.meta->pch) : NULL;
	return sum_reads(r, &t->sum) || (f && sum_reads(r, &f->sum));
}

/* ---- again ---- */

static struct hash128 overlay_id(const struct run *r)
{
	struct hasher h;

	hasher_init(&h);
	hasher_str(&h, "overlay");
	hasher_u64(&h, (u64)getpid());	/* two runs at a time unlink each other's files otherwise */
	for (u32 i = 0; i < r->rq->nr_overlay; i++) {
		const struct front_overlay *o = &r->rq->overlay[i];

		hasher_str(&h, o->path);
		hasher_add(&h, o->text ? o->text : "", o->text ? o->len : 0);
	}
	return hasher_done(&h);
}

static struct hash128 key_under(struct hash128 overlay, struct hash128 key)
{
	struct hasher h;

	hasher_init(&h);
	hasher_u64(&h, overlay.lo);
	hasher_u64(&h, overlay.hi);
	hasher_u64(&h, key.lo);
	hasher_u64(&h, key.hi);
	return hasher_done(&h);
}

/* Its header is made again when a text is in it; until then nobody may use it. */
static void family_forget(struct run *r, struct family *f, struct hash128 id)
{
	summary_close(&f->sum);
	map_free(&f->files);
	f->files = (struct map){ 0 };
	f->have = f->usable = false;
	f->is_overlaid = true;
	f->key = key_under(id, f->key);
}

static u32 mark_again(struct run *r, u32 *again, struct hash128 id)
{
	u32 nr = 0;

	for (u32 i = 0; i < r->tu.nr; i++)
		if (r->tu.at[i].role != TU_UNUSED && overlay_touches(r, &r->tu.at[i]))
			again[nr++] = i;
	for (u32 i = 0; i < nr; i++) {
		struct tu *t = &r->tu.at[again[i]];

		/* context from the cache has none yet */
		if (t->family == IR_NONE && !r->rq->no_pch) {
			t->family = family_of(r, again[i]);
			r->family.at[t->family].nr_tus++;
		}
		if (t->have && t->family != IR_NONE)
			family_as_before(r, t, &t->sum);
		t->key = key_under(id, t->key);
		t->is_overlaid = true;
	}
	return nr;
}

static void forget(struct run *r, const u32 *again, u32 nr, struct hash128 id)
{
	for (u32 i = 0; i < nr; i++) {
		struct tu *t = &r->tu.at[again[i]];

		if (t->have)
			summary_close(&t->sum);
		t->have = false;
	}
	for (u32 i = 0; i < r->family.nr; i++)
		if (r->family.at[i].have && sum_reads(r, &r->family.at[i].sum))
			family_forget(r, &r->family.at[i], id);
}

int overlay_summaries(struct run *r, struct err *err)
{
	struct hash128 id = overlay_id(r);
	u32 *again = xcalloc(r->tu.nr, sizeof(*again)), nr;
	int rc;

	nr = mark_again(r, again, id);
	rc = nr ? summarize_headers(r, false, err) : 0;
	if (!rc) {
		forget(r, again, nr, id);
		rc = summarize_headers(r, true, err);
	}
	if (!rc)
		rc = summarize_tus(r, again, nr, true, err);
	report_count(r->out, "TUs analysed with other texts", nr);
	free(again);
	return rc;
}

/* ---- who reads them ---- */

struct reader {
	u32 tu;
	size_t near;		/* length of the folders it shares with one of the texts' files */
};

static int by_nearness(const void *pa, const void *pb)
{
	const struct reader *a = pa, *b = pb;

	if (a->near != b->near)
		return a->near > b->near ? -1 : 1;
	return a->tu < b->tu ? -1 : a->tu > b->tu;
}

static size_t nearness(const struct run *r, const char *path)
{
	size_t best = 0;

	for (u32 i = 0; i < r->rq->nr_overlay; i++)
		best = MAX(best, shared_folders(r->rq->overlay[i].path, path));
	return best;
}

void overlay_readers(struct run *r, u32 most, struct path_list *out, u32 *left)
{
	VEC(struct reader) all = { 0 };

	for (u32 i = 0; i < r->tu.nr; i++) {
		struct tu *t = &r->tu.at[i];

		if (overlay_has_main(r, t) || !summaries_cached(r, t))
			continue;
		if (overlay_touches(r, t))
			vec_push(&all, (struct reader){ i, nearness(r, t->entry->file) });
		summary_close(&t->sum);
		t->have = false;
	}
	if (all.nr)
		qsort(all.at, all.nr, sizeof(all.at[0]), by_nearness);
	*left = all.nr > most ? all.nr - most : 0;
	for (u32 i = 0; i < all.nr && i < most; i++)
		vec_push(out, xstrdup(r->tu.at[all.at[i].tu].entry->file));
	vec_free(&all);
}
