// SPDX-License-Identifier: GPL-2.0-only
/*
 * Families: TUs that share a precompiled header; what is known of each, and where it lies.
 *
 * Input: cleaned flags, and the cache.  Output: run.family.  Invariant: a family is in run.family once, whether TUs are to
 * be parsed with its header, or summaries that were parsed with it are only linked.
 */
#include <stdlib.h>

#include "cli/families.h"
#include "cli/folders.h"

u32 family_of(struct run *r, u32 tu)
{
	struct family f = { .id = r->tu.at[tu].flags.family, .like = tu, .base = IR_NONE };

	for (u32 i = 0; i < r->family.nr; i++)
		if (r->family.at[i].id == f.id)
			return i;
	f.key = key_of_family(r, &r->tu.at[tu]);
	for (u32 i = 0; i < r->family.nr; i++) {
		struct family *old = &r->family.at[i];

		if (old->id || !hash128_eq(old->key, f.key))
			continue;
		/* of family_need(): it is looked up again, now as one that TUs are parsed with */
		summary_close(&old->sum);
		*old = f;
		return i;
	}
	vec_push(&r->family, f);
	return r->family.nr - 1;
}

/*
 * fam->sum is open.  A precompiled header that found none of the kernel's headers is empty, and a TU with it
 * would lack all constants: such TUs get the prelude by -include, behind folders of their own.
 */
void family_opened(struct run *r, struct family *fam)
{
	fam->have = true;
	fam->usable = fam->sum.unit.nr_cst && path_exists(fam->pch);
	if (!fam->sum.unit.nr_cst)
		timer_count(r->rq->timers, "precompiled headers that could not be made", 1);
}

void family_files(struct run *r, struct family *fam)
{
	fam->deps = summary_deps_id(&fam->sum);
	for (u32 i = 0; i < fam->sum.nr_dep; i++)
		map_put(&fam->files, hash_str(fam->sum.dep_text + fam->sum.dep[i].path), 1);
	if (fam->base != IR_NONE)
		folder_guards(r, fam);
}

void family_paths(struct run *r, struct family *fam)
{
	struct strbuf p = { 0 };
	char hex[33];

	free(fam->pch);
	free(fam->sum_path);
	hash128_hex(fam->key, hex);
	strbuf_printf(&p, "%s/pch/%s.pch", r->cache.dir, hex);
	fam->pch = strbuf_detach(&p);
	fam->sum_path = cache_path(&r->cache, fam->key);
}

/* What the cache has of it; false: it is to be made. */
bool family_lookup(struct run *r, struct family *fam)
{
	if (cache_lookup(&r->cache, fam->key, &fam->sum, NULL) != CACHE_HIT)
		return false;
	family_opened(r, fam);
	if (fam->usable || !fam->sum.unit.nr_cst)
		return true;
	summary_close(&fam->sum);
	fam->have = false;
	return false;
}

/* The inline functions that came with a TU's precompiled header are part of the program, too. */
void family_need(struct run *r, const struct summary *s)
{
	struct family f = { .key = s->meta->pch, .base = IR_NONE };

	if (s->meta->mode != SUM_PCH)
		return;
	for (u32 i = 0; i < r->family.nr; i++)
		if (hash128_eq(r->family.at[i].key, f.key) && r->family.at[i].have)
			return;
	f.have = cache_lookup(&r->cache, f.key, &f.sum, NULL) == CACHE_HIT;
	if (f.have)
		vec_push(&r->family, f);
}

static u32 family_with(const struct run *r, struct hash128 key)
{
	for (u32 i = 0; i < r->family.nr; i++)
		if (r->family.at[i].have && hash128_eq(r->family.at[i].key, key))
			return i;
	return IR_NONE;
}

void family_as_before(struct run *r, struct tu *t, const struct summary *before)
{
	u32 i = before->meta->mode == SUM_PCH && t->family != IR_NONE ? family_with(r, before->meta->pch) : IR_NONE;
	struct family *f = i == IR_NONE ? NULL : &r->family.at[i];

	if (!f || i == t->family)
		return;
	if (!f->pch) {
		family_paths(r, f);
		family_opened(r, f);
		f->base = t->family;
		family_files(r, f);
	}
	if (f->usable && f->base == t->family && folder_fits(r, f, t))
		t->family = i;
}

/* A stale summary still tells which header its TU was parsed with: a folder's, perhaps. */
void family_remember(struct run *r, struct tu *t)
{
	char *path = cache_path(&r->cache, t->key);
	struct err no_matter = { 0 };
	struct summary old;

	if (!summary_open(path, &old, &no_matter)) {
		family_need(r, &old);
		family_as_before(r, t, &old);
		summary_close(&old);
	}
	free(path);
}
