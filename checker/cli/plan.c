// SPDX-License-Identifier: GPL-2.0-only
/*
 * See plan.h.  Input: the compile database, and what the cache knows of earlier times.  Output: batches.
 *
 * A batch has TUs of one precompiled header only, so that a machine needs few of them; those whose header would have too few
 * users share batches without one.  Within a header the longest TU goes first, each to the batch that has least to do: no
 * batch is longer than the mean by more than one TU.
 */
#include "cli/plan.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/pipeline_int.h"
#include "summary/cache_care.h"

#define PLAN_MAX_BATCHES	1000u		/* the default size of a job array in Slurm is 1001 */
#define COST_START_US		60000u		/* a TU of nothing */
#define COST_BYTE_NS		2500u		/* and for each byte of its main file: fits 6.1 within a factor of two */

struct planned {
	u32 tu, family;
	u64 cost;
};

/* What it took the last time, or a guess from its size. */
static u64 cost_of(const struct run *r, const struct tu *t)
{
	char *path = cache_path(&r->cache, t->key);
	struct sum_meta m;
	struct stat st;
	bool known = cache_peek(path, &m);

	free(path);
	if (known && m.parse_usec + m.lower_usec)
		return m.parse_usec + m.lower_usec;
	return COST_START_US + (stat(t->entry->file, &st) ? 0 : (u64)st.st_size * COST_BYTE_NS / 1000);
}

static int by_family_and_cost(const void *pa, const void *pb)
{
	const struct planned *a = pa, *b = pb;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	if (a->cost != b->cost)
		return a->cost > b->cost ? -1 : 1;
	return a->tu < b->tu ? -1 : a->tu > b->tu;
}

static int by_cost(const void *pa, const void *pb)
{
	const struct plan_batch *a = pa, *b = pb;

	if (a->cost != b->cost)
		return a->cost > b->cost ? -1 : 1;
	return strcmp(a->names, b->names);
}

struct filling {
	struct strbuf names;
	u32 nr;
	u64 cost;
};

static void fill_add(struct filling *f, const struct run *r, const struct planned *x)
{
	strbuf_puts(&f->names, r->tu.at[x->tu].entry->file);
	strbuf_putc(&f->names, '\n');
	f->nr++;
	f->cost += x->cost;
}

static struct plan_batch fill_done(struct filling *f)
{
	return (struct plan_batch){ .names = strbuf_detach(&f->names), .nr = f->nr, .cost = f->cost };
}

/* TUs of one header, or of none: least is the smallest number that a batch may have. */
static void deal(const struct run *r, const struct planned *x, u32 nr, u64 target, u32 least, struct plan *p)
{
	struct filling *f;
	u64 cost = 0;
	u32 nr_fill;

	for (u32 i = 0; i < nr; i++)
		cost += x[i].cost;
	nr_fill = (u32)MAX(MIN((cost + target - 1) / target, (u64)(nr / least)), 1ull);
	f = xcalloc(nr_fill, sizeof(*f));
	for (u32 i = 0; i < nr; i++) {
		u32 to = i < nr_fill * least ? i % nr_fill : 0;

		/* the first ones in turn, so that each gets its least; the others where there is least to do */
		for (u32 k = 0; i >= nr_fill * least && k < nr_fill; k++)
			if (f[k].cost < f[to].cost)
				to = k;
		fill_add(&f[to], r, &x[i]);
	}
	for (u32 k = 0; k < nr_fill; k++)
		vec_push(&p->batch, fill_done(&f[k]));
	free(f);
}

static void plan_families(const struct run *r, const struct planned *x, u32 nr, u64 target, struct plan *p)
{
	VEC(struct planned) rest = { 0 };
	u32 end;

	for (u32 at = 0; at < nr; at = end) {
		struct filling header = { 0 };

		for (end = at; end < nr && x[end].family == x[at].family; end++)
			;
		if (x[at].family == IR_NONE || end - at < FAMILY_MIN_TUS) {
			for (u32 i = at; i < end; i++)
				vec_push(&rest, x[i]);
			continue;
		}
		for (u32 i = at; i < at + FAMILY_MIN_TUS; i++)
			fill_add(&header, r, &x[i]);
		vec_push(&p->header, fill_done(&header));
		deal(r, x + at, end - at, target, FAMILY_MIN_TUS, p);
	}
	if (rest.nr)
		deal(r, rest.at, rest.nr, target, 1, p);
	vec_free(&rest);
}

static int plan_run(struct run *r, u32 seconds, struct plan *p, struct err *err)
{
	VEC(struct planned) all = { 0 };
	u64 target;

	for (u32 i = 0; i < r->tu.nr; i++) {
		const struct tu *t = &r->tu.at[i];
		struct planned x = { .tu = i, .family = IR_NONE };

		/* one that is refused goes along: its job says so */
		if (!t->asked)
			continue;
		if (strchr(t->entry->file, '\n')) {
			vec_free(&all);
			return err_set(err, "%s: a line break in a name", t->entry->file);
		}
		if (t->has_flags && !r->rq->no_pch)
			x.family = family_of(r, i);
		x.cost = cost_of(r, t);
		p->cost += x.cost;
		vec_push(&all, x);
	}
	p->nr_tus = all.nr;
	if (all.nr)
		qsort(all.at, all.nr, sizeof(all.at[0]), by_family_and_cost);
	target = MAX((u64)seconds * 1000000, p->cost / (PLAN_MAX_BATCHES / 2));
	plan_families(r, all.at, all.nr, target, p);
	vec_free(&all);
	if (p->batch.nr)
		qsort(p->batch.at, p->batch.nr, sizeof(p->batch.at[0]), by_cost);
	return 0;
}

int plan_make(const struct scan_request *rq, u32 seconds, struct report *out, struct plan *p, struct err *err)
{
	struct run r = { .rq = rq, .out = out };
	int rc;

	r.prelude = path_join(rq->rules_dir, "prelude.h");
	rc = run_select(&r, err) || summaries_open(&r, err) ? -1 : 0;
	if (!rc) {
		run_ask(&r);
		summaries_prepare(&r);
		rc = plan_run(&r, seconds, p, err);
	}
	run_free(&r);
	return rc;
}

void plan_free(struct plan *p)
{
	for (u32 i = 0; i < p->header.nr; i++)
		free(p->header.at[i].names);
	for (u32 i = 0; i < p->batch.nr; i++)
		free(p->batch.at[i].names);
	vec_free(&p->header);
	vec_free(&p->batch);
}
