// SPDX-License-Identifier: GPL-2.0-only
/*
 * Summaries: cache lookups; what is missing goes to the pool (parse_jobs.c).
 *
 * A key names everything a summary depends on but file contents (program, libclang, prelude, flags, paths); the
 * contents are compared by cache_lookup().  What cannot be analysed is a skip record.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/families.h"
#include "link/link_db.h"

void summaries_skip(struct run *r, const struct tu *t, const char *reason)
{
	if (t->role == TU_SELECTED)
		report_skip(r->out, t->rel, reason);
	else
		report_count(r->out, "context TUs that could not be analysed", 1);
}

void summaries_prepare(struct run *r)
{
	for (u32 i = 0; i < r->tu.nr; i++) {
		struct tu *t = &r->tu.at[i];
		struct err e = { 0 };

		if (t->role == TU_UNUSED)
			continue;
		if (flags_clean(t->entry, r->tree, r->objdir, &t->flags, &e)) {
			summaries_skip(r, t, e.msg);
			t->role = TU_UNUSED;
			continue;
		}
		t->has_flags = true;
		t->key = key_of_tu(r, t);
		r->nr_unknown_flags += t->flags.nr_unknown;
	}
}

/* Only what is analysed again, as ninja does. */
static void explain(struct run *r, const struct tu *t, enum cache_result how, struct strbuf *why)
{
	static const char *const text[] = { "in the cache", "not in the cache", "stale", "damaged" };
	struct key_record now;

	if (!r->rq->explain_cache || how == CACHE_HIT)
		return;
	if (how == CACHE_MISS) {
		if (!r->history.is_loaded)
			history_load(&r->history, r->cache.dir);
		now = key_record_of(r, t);
		strbuf_reset(why);
		history_why(&r->history, &now, why);
	}
	progress_clear(r->rq->progress);
	fprintf(stderr, "gfpcheck: explain: %s: %s%s%s\n", t->rel, text[how], why->len ? ": " : "", strbuf_str(why));
}

/* As rq->as_linked had it: the summary is still there, for nothing replaced it yet. */
static enum cache_result lookup_linked(struct run *r, struct tu *t)
{
	const struct link_db *db = r->rq->as_linked;
	char *path = cache_path(&r->cache, t->key);
	struct err no_matter = { 0 };
	u64 content = 0;

	for (u32 i = 0; i < db->nr_tu && !content; i++)
		if (!strcmp(ldb_text(db, db->tu[i].path), t->entry->file))
			content = db->tu[i].content;
	t->have = content && !summary_open(path, &t->sum, &no_matter);
	free(path);
	if (t->have && t->sum.content.lo != content) {
		summary_close(&t->sum);
		t->have = false;
	}
	return t->have ? CACHE_HIT : CACHE_STALE;
}

static bool take_given(struct run *r, struct tu *t)
{
	for (u32 i = 0; i < r->rq->nr_given; i++) {
		if (strcmp(r->rq->given[i].path, t->entry->file))
			continue;
		t->sum = *r->rq->given[i].sum;
		t->sum.map = (struct mapping){ 0 };	/* stays the owner's */
		t->have = true;
		family_need(r, &t->sum);
	}
	return t->have;
}

static bool lookup(struct run *r, struct tu *t)
{
	struct strbuf why = { 0 };
	enum cache_result how = r->rq->as_linked && t->role == TU_SELECTED ? lookup_linked(r, t) :
		cache_lookup(&r->cache, t->key, &t->sum, &why);

	t->have = how == CACHE_HIT;
	if (t->have)
		family_need(r, &t->sum);
	if (how == CACHE_DAMAGED) {
		progress_clear(r->rq->progress);
		warn("cache: %s: %s; it is made again", t->rel, strbuf_str(&why));
		timer_count(r->rq->timers, "damaged summaries that were rebuilt", 1);
	}
	if (how == CACHE_STALE && !r->rq->as_linked)
		family_remember(r, t);
	explain(r, t, how, &why);
	strbuf_free(&why);
	r->nr_hits += t->have;
	return t->have;
}

bool summaries_cached(struct run *r, struct tu *t)
{
	if (t->has_flags || flags_clean(t->entry, r->tree, r->objdir, &t->flags, NULL))
		return false;
	t->has_flags = true;
	t->key = key_of_tu(r, t);
	t->have = cache_lookup(&r->cache, t->key, &t->sum, NULL) == CACHE_HIT;
	if (t->have)
		family_need(r, &t->sum);
	return t->have;
}

/* What others left in the cache is context for free. */
static void cached_context(struct run *r)
{
	if (r->rq->context_all || r->rq->context_given || (!r->rq->nr_paths && !r->rq->query))
		return;
	for (u32 i = 0; i < r->tu.nr; i++) {
		struct tu *t = &r->tu.at[i];

		if (t->role == TU_UNUSED && summaries_cached(r, t))
			t->role = TU_CONTEXT;
	}
}

void summaries_count(struct run *r)
{
	for (u32 i = 0; i < r->tu.nr; i++) {
		const struct tu *t = &r->tu.at[i];

		if (!t->have)
			continue;
		switch (t->sum.meta->mode) {
		case SUM_PCH:
			r->nr_pch++;
			break;
		case SUM_PRELUDE:
			r->nr_prelude++;
			break;
		default:
			r->nr_plain++;
		}
		r->nr_errors += t->sum.meta->nr_errors > 0;
		r->nr_truncated += t->sum.meta->nr_truncated;
	}
}

/* What was made in this run is what the next one compares with. */
static void keep_history(struct run *r)
{
	bool any = false;

	for (u32 i = 0; i < r->tu.nr; i++) {
		struct key_record k;

		if (!r->tu.at[i].is_made || r->tu.at[i].is_overlaid || r->rq->entry)
			continue;
		if (!r->history.is_loaded)
			history_load(&r->history, r->cache.dir);
		k = key_record_of(r, &r->tu.at[i]);
		history_put(&r->history, &k);
		any = true;
	}
	if (any)
		history_save(&r->history, r->cache.dir);
}

static int lookup_all(struct run *r, struct err *err)
{
	VEC(u32) miss = { 0 };
	int rc;

	timer_begin(r->rq->timers, "cache");
	for (u32 i = 0; i < r->tu.nr; i++)
		if (r->tu.at[i].role != TU_UNUSED && !overlay_has_main(r, &r->tu.at[i]) &&
		    !take_given(r, &r->tu.at[i]) && !lookup(r, &r->tu.at[i])) {
			if (r->rq->as_linked && r->tu.at[i].role == TU_SELECTED)
				summaries_skip(r, &r->tu.at[i], "its summary was replaced");
			else
				vec_push(&miss, i);
		}
	timer_end(r->rq->timers, "cache");
	rc = summarize_tus(r, miss.at, miss.nr, false, err);
	if (!rc)
		keep_history(r);
	vec_free(&miss);
	return rc;
}

int summaries_open(struct run *r, struct err *err)
{
	if (key_of_tools(r, err) || cache_open(&r->cache, r->rq->cache_dir, err))
		return -1;
	r->cache.root = r->tree;
	kept_watch(r);
	return 0;
}

int run_summaries(struct run *r, struct err *err)
{
	if (summaries_open(r, err))
		return -1;
	summaries_prepare(r);
	if (!r->rq->no_pch) {
		for (u32 i = 0; i < r->tu.nr; i++) {
			if (r->tu.at[i].role == TU_UNUSED)
				continue;
			r->tu.at[i].family = family_of(r, i);
			r->family.at[r->tu.at[i].family].nr_tus++;
		}
		if (summarize_headers(r, false, err))
			return -1;
	}
	if (r->rq->headers_only)
		return 0;
	if (lookup_all(r, err))
		return -1;
	timer_begin(r->rq->timers, "cached context");
	cached_context(r);
	timer_end(r->rq->timers, "cached context");
	if (r->rq->nr_overlay && overlay_summaries(r, err))
		return -1;
	summaries_count(r);
	return 0;
}
