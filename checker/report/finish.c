// SPDX-License-Identifier: GPL-2.0-only
/*
 * The end of a report: order, duplicates, fingerprints, the threshold of confidence.
 *
 * Input: findings in the order in which they were found; output: the order in which they are printed, which
 * depends on their content only, never on string ids, -j or memory.  A fingerprint is the hash of check,
 * file, function, key and a number that tells equal ones of a function apart in their order in the file; it
 * holds no line, column, message or confidence, so an edit above a finding or a better proof does not make
 * it new.  Cost: O(n log n) string comparisons.
 */
#include "report/finding.h"

#include <stdlib.h>
#include <string.h>

static int cmp_u32(u32 a, u32 b)
{
	return a < b ? -1 : a > b;
}

static int cmp_str(const struct report *r, u32 a, u32 b)
{
	return a == b ? 0 : strcmp(report_str(r, a), report_str(r, b));
}

static int cmp_place(const struct report *r, const struct place *a, const struct place *b)
{
	int d = cmp_str(r, a->file, b->file);

	d = d ? d : cmp_u32(a->line, b->line);
	d = d ? d : cmp_u32(a->col, b->col);
	return d ? d : cmp_str(r, a->func, b->func);
}

static int cmp_steps(const struct report *r, u32 a, u32 nr_a, u32 b, u32 nr_b)
{
	int d = cmp_u32(nr_a, nr_b);

	for (u32 i = 0; !d && i < nr_a; i++) {
		const struct step *x = &r->step.at[a + i], *y = &r->step.at[b + i];

		d = cmp_place(r, &x->at, &y->at);
		d = d ? d : cmp_u32(x->kind, y->kind);
		d = d ? d : cmp_str(r, x->text, y->text);
	}
	return d;
}

/* What makes two findings one for the reader. */
static int cmp_same(const struct report *r, const struct finding *a, const struct finding *b)
{
	int d = cmp_str(r, a->at.file, b->at.file);

	d = d ? d : cmp_u32(a->at.line, b->at.line);
	d = d ? d : cmp_u32(a->at.col, b->at.col);
	d = d ? d : strcmp(a->check, b->check);
	d = d ? d : cmp_str(r, a->message, b->message);
	d = d ? d : cmp_str(r, a->at.func, b->at.func);
	return d ? d : cmp_str(r, a->key, b->key);
}

/* Among those, the best one first: then the rest can go. */
static int cmp_finding(const void *pa, const void *pb, void *ctx)
{
	const struct finding *a = pa, *b = pb;
	const struct report *r = ctx;
	int d = cmp_same(r, a, b);

	d = d ? d : cmp_u32(b->confidence, a->confidence);
	d = d ? d : cmp_u32(b->severity, a->severity);
	d = d ? d : cmp_steps(r, a->step_at, a->step_nr, b->step_at, b->step_nr);
	return d ? d : cmp_steps(r, b->related_at, b->related_nr, a->related_at, a->related_nr);
}

static int cmp_skipped(const void *pa, const void *pb, void *ctx)
{
	const struct skipped *a = pa, *b = pb;
	int d = cmp_str(ctx, a->file, b->file);

	return d ? d : cmp_str(ctx, a->reason, b->reason);
}

static int cmp_counter(const void *pa, const void *pb)
{
	const struct counter *a = pa, *b = pb;

	return strcmp(a->name, b->name);
}

static void drop_duplicates(struct report *r)
{
	u32 kept = 0;

	for (u32 i = 0; i < r->finding.nr; i++) {
		if (kept && !cmp_same(r, &r->finding.at[kept - 1], &r->finding.at[i]))
			continue;
		r->finding.at[kept++] = r->finding.at[i];
	}
	r->finding.nr = kept;
}

bool report_related_again(const struct report *r, const struct finding *f, u32 i)
{
	for (u32 k = 0; k < i; k++)
		if (!cmp_steps(r, f->related_at + k, 1, f->related_at + i, 1))
			return true;
	return false;
}

static void drop_related(struct report *r, struct finding *f)
{
	u32 kept = 0;

	for (u32 i = 0; i < f->related_nr; i++)
		if (!report_related_again(r, f, i))
			r->step.at[f->related_at + kept++] = r->step.at[f->related_at + i];
	f->related_nr = kept;
}

/* file "": of the place within its file only. */
static u64 fingerprint(const struct report *r, const struct finding *f, const char *file, u32 ordinal)
{
	struct hasher h;

	hasher_init(&h);
	hasher_str(&h, "gfpcheck/v1");
	hasher_str(&h, f->check);
	hasher_str(&h, file);
	hasher_str(&h, report_str(r, f->at.func));
	hasher_str(&h, report_str(r, f->key));
	hasher_u64(&h, ordinal);
	return hasher_done(&h).lo;
}

static void set_fingerprints(struct report *r)
{
	struct map seen = { 0 };	/* fingerprint with ordinal 0 -> how many had it so far */

	for (u32 i = 0; i < r->finding.nr; i++) {
		struct finding *f = &r->finding.at[i];
		const char *file = report_str(r, f->at.file);
		u64 first = fingerprint(r, f, file, 0);
		u32 ordinal = map_get(&seen, first);

		ordinal = ordinal == MAP_NONE ? 0 : ordinal;
		map_put(&seen, first, ordinal + 1);
		if (f->id)
			continue;	/* from before report_reopen() */
		f->id = fingerprint(r, f, file, ordinal);
		f->local_id = fingerprint(r, f, "", ordinal);
	}
	map_free(&seen);
}

void report_reopen(struct report *r)
{
	r->finished = false;
}

void report_finish(struct report *r, enum confidence min)
{
	u32 kept = 0;

	if (r->finished)
		return;
	r->finished = true;
	if (r->finding.nr)
		qsort_r(r->finding.at, r->finding.nr, sizeof(*r->finding.at), cmp_finding, r);
	if (r->skipped.nr)
		qsort_r(r->skipped.at, r->skipped.nr, sizeof(*r->skipped.at), cmp_skipped, r);
	if (r->partial.nr)
		qsort_r(r->partial.at, r->partial.nr, sizeof(*r->partial.at), cmp_skipped, r);
	if (r->counter.nr)
		qsort(r->counter.at, r->counter.nr, sizeof(*r->counter.at), cmp_counter);
	drop_duplicates(r);
	for (u32 i = 0; i < r->finding.nr; i++)
		drop_related(r, &r->finding.at[i]);
	set_fingerprints(r);
	for (u32 i = 0; i < r->finding.nr; i++)
		if (r->finding.at[i].confidence >= min)
			r->finding.at[kept++] = r->finding.at[i];
	r->finding.nr = kept;
}
