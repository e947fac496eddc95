// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two halves of a run, apart: summaries to a bundle, and bundles to a run that has all its summaries.
 *
 * Between them stands a file that any machine may have made.  A run from bundles sees what the run that would have made
 * these summaries itself sees, in the same order, so the report is the same, byte for byte.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/bundle_run.h"
#include "cli/kernel_model.h"
#include "cli/pipeline_int.h"

/* ---- out ---- */

static const char *reason_of(const struct run *r, const struct tu *t)
{
	for (u32 i = 0; i < r->out->skipped.nr; i++)
		if (!strcmp(report_str(r->out, r->out->skipped.at[i].file), t->rel))
			return report_str(r->out, r->out->skipped.at[i].reason);
	return "not analysed";
}

int bundle_of_run(const struct run *r, const char *path, struct err *err)
{
	struct bundle about = { .tool = r->tool, .tree = r->tree, .objdir = r->objdir, .libclang = r->out->libclang };
	struct kernel_id id;
	struct bundle_out b;
	int rc;

	kernel_id_of(r->objdir, run_version_of_build(r), &id);
	about.release = id.release;
	about.arch = id.arch;
	about.config = id.config;
	about.version = id.version;
	bundle_begin(&b);
	for (u32 i = 0; i < r->family.nr; i++)
		if (r->family.at[i].have)
			bundle_add(&b, BUNDLE_HEADER, "", "", r->family.at[i].key, &r->family.at[i].sum, NULL, 0);
	/* the headers' own bundle has no TU: those of the batches follow */
	for (u32 i = 0; i < r->tu.nr && !r->rq->headers_only; i++) {
		const struct tu *t = &r->tu.at[i];

		if (t->have)
			bundle_add(&b, BUNDLE_TU, t->entry->file, t->rel, t->key, &t->sum, NULL, t->flags.nr_unknown);
		else if (t->asked)
			bundle_add(&b, BUNDLE_FAILED, t->entry->file, t->rel, t->key, NULL, reason_of(r, t),
				   t->has_flags ? t->flags.nr_unknown : 0);
	}
	rc = bundle_write(&b, &about, path, err);
	bundle_free(&b);
	kernel_id_free(&id);
	return rc;
}

/* ---- in ---- */

/* An entry and the bundle that it stands in. */
struct item {
	const struct bundle *b;
	const struct bundle_entry *e;
	const char *path;	/* of the bundle */
};

static int by_name(const void *pa, const void *pb)
{
	const struct item *x = pa, *y = pb;
	int cmp = strcmp(x->b->text + x->e->file, y->b->text + y->e->file);

	if (cmp)
		return cmp;
	if (x->e->key.hi != y->e->key.hi)
		return x->e->key.hi < y->e->key.hi ? -1 : 1;
	if (x->e->key.lo != y->e->key.lo)
		return x->e->key.lo < y->e->key.lo ? -1 : 1;
	/* one that could be analysed before one that could not */
	return (x->e->kind == BUNDLE_FAILED) - (y->e->kind == BUNDLE_FAILED);
}

static int open_summary(const struct item *x, struct summary *s, struct err *err)
{
	struct err why = { 0 };

	if (!summary_from_memory(x->b->map.p + x->e->off, x->e->len, s, &why))
		return 0;
	return err_set(err, "%s: %s: %s", x->path, x->b->text + x->e->rel, why.msg);
}

/* The same file in two bundles: of the same sources it is no matter. */
static int check_again(const struct item *first, const struct item *again, const struct summary *s, struct err *err)
{
	struct summary other = { 0 };

	if (again->e->kind == BUNDLE_FAILED)
		return 0;
	if (open_summary(again, &other, err))
		return -1;
	if (hash128_eq(other.content, s->content))
		return 0;
	return err_set(err, "%s is in %s and in %s, made from different sources", again->b->text + again->e->rel,
		       first->path, again->path);
}

static int add_tu(struct run *r, const struct item *x, struct err *err)
{
	struct tu t = { .rel = x->b->text + x->e->rel, .key = x->e->key, .family = IR_NONE, .role = TU_SELECTED };

	r->nr_unknown_flags += x->e->nr_unknown_flags;
	if (x->e->kind == BUNDLE_FAILED) {
		report_skip(r->out, t.rel, x->b->text + x->e->reason);
	} else {
		if (open_summary(x, &t.sum, err))
			return -1;
		t.have = true;
	}
	vec_push(&r->tu, t);
	return 0;
}

static int add_header(struct run *r, const struct item *x, struct err *err)
{
	struct family f = { .key = x->e->key, .have = true };

	for (u32 i = 0; i < r->family.nr; i++)
		if (hash128_eq(r->family.at[i].key, f.key))
			return 0;
	if (open_summary(x, &f.sum, err))
		return -1;
	vec_push(&r->family, f);
	return 0;
}

static int take_items(struct run *r, const struct item *at, u32 nr, struct err *err)
{
	const struct item *first = NULL;

	for (u32 i = 0; i < nr; i++) {
		const struct item *x = &at[i];

		if (x->e->kind == BUNDLE_HEADER) {
			if (add_header(r, x, err))
				return -1;
			continue;
		}
		if (first && !strcmp(first->b->text + first->e->file, x->b->text + x->e->file)) {
			if (first->e->kind != BUNDLE_FAILED && check_again(first, x, &vec_last(&r->tu).sum, err))
				return -1;
			continue;
		}
		first = x;
		if (add_tu(r, x, err))
			return -1;
	}
	return 0;
}

/* A TU without the inline functions of its precompiled header would be half a TU. */
static int check_headers(const struct run *r, struct err *err)
{
	for (u32 i = 0; i < r->tu.nr; i++) {
		const struct tu *t = &r->tu.at[i];
		bool found = !t->have || t->sum.meta->mode != SUM_PCH;

		for (u32 k = 0; !found && k < r->family.nr; k++)
			found = hash128_eq(r->family.at[k].key, t->sum.meta->pch);
		if (!found)
			return err_set(err, "%s: its precompiled header is in none of the bundles", t->rel);
	}
	return 0;
}

static int open_all(struct run *r, struct err *err)
{
	const struct scan_request *rq = r->rq;

	for (u32 i = 0; i < rq->nr_bundle; i++) {
		struct bundle b;

		if (bundle_open(rq->bundle[i], &b, err))
			return -1;
		vec_push(&r->bundle, b);
		if (!hash128_eq(b.tool, r->bundle.at[0].tool))
			return err_set(err, "%s and %s: made by different versions, or of different trees", rq->bundle[0],
				       rq->bundle[i]);
	}
	return 0;
}

int run_from_bundles(struct run *r, struct err *err)
{
	VEC(struct item) all = { 0 };
	int rc;

	if (open_all(r, err))
		return -1;
	r->tool = r->bundle.at[0].tool;
	r->tree = xstrdup(r->bundle.at[0].tree);
	r->objdir = xstrdup(r->bundle.at[0].objdir);
	snprintf(r->out->libclang, sizeof(r->out->libclang), "%s", r->bundle.at[0].libclang);
	for (u32 i = 0; i < r->bundle.nr; i++)
		for (u32 k = 0; k < r->bundle.at[i].nr_entry; k++)
			vec_push(&all, (struct item){ &r->bundle.at[i], &r->bundle.at[i].entry[k], r->rq->bundle[i] });
	if (all.nr)
		qsort(all.at, all.nr, sizeof(all.at[0]), by_name);
	rc = take_items(r, all.at, all.nr, err);
	vec_free(&all);
	summaries_count(r);
	return rc ? -1 : check_headers(r, err);
}
