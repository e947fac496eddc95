// SPDX-License-Identifier: GPL-2.0-only
/*
 * Summaries: cache lookups in this process, misses to the pool; precompiled headers first.
 *
 * A key names everything a summary depends on but file contents (program, libclang, prelude, flags, paths); the
 * contents are compared by cache_lookup().  A TU whose worker died with the precompiled header is tried once more
 * without; what fails then is a skip record.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pool.h"
#include "cli/folders.h"
#include "cli/pipeline_int.h"
#include "link/link_db.h"

static void skip(struct run *r, const struct tu *t, const char *reason)
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
			skip(r, t, e.msg);
			t->role = TU_UNUSED;
			continue;
		}
		t->has_flags = true;
		t->key = key_of_tu(r, t);
		r->nr_unknown_flags += t->flags.nr_unknown;
	}
}

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
		/* of need_header(): it is looked up again, now as one that TUs are parsed with */
		summary_close(&old->sum);
		*old = f;
		return i;
	}
	vec_push(&r->family, f);
	return r->family.nr - 1;
}

/* ---- the pool's jobs ---- */

struct jobs {
	struct run *r;
	struct front_config cfg;
	VEC(u32) tu;		/* job -> TU, or family when make_pch */
	bool make_pch, without_pch;
	VEC(u32) retry;		/* TUs whose worker died with the precompiled header */
};

static void *job_start(void *ctx)
{
	struct jobs *j = ctx;

	return front_new(&j->cfg);
}

/* Fault injection for the tests: a worker that crashes or hangs at the file named so. */
static void torture(const char *file)
{
	const char *crash = getenv("GFPCHECK_TORTURE_CRASH"), *hang = getenv("GFPCHECK_TORTURE_HANG");

	if (crash && *crash && strstr(file, crash))
		abort();
	if (hang && *hang && strstr(file, hang))
		for (;;)
			pause();
}

static int job_pch(struct jobs *j, struct front *f, const struct family *fam, struct err *err)
{
	const struct tu *like = &j->r->tu.at[fam->like];
	struct tu_flags more;
	int rc;

	if (!fam->header.nr)
		return front_make_pch(f, like->entry, &like->flags, fam->pch, fam->sum_path, err);
	folder_flags(j->r, fam, &more);
	rc = front_make_pch(f, like->entry, &more, fam->pch, fam->sum_path, err);
	folder_flags_free(&more, fam);
	return rc;
}

static int job_tu(struct jobs *j, struct front *f, const struct tu *t, struct err *err)
{
	struct front_job job = { .entry = t->entry, .flags = &t->flags };
	u32 family = j->without_pch ? IR_NONE : t->family;
	int rc;

	torture(t->entry->file);
	/* a folder's header first, then the one that it was made from */
	while (family != IR_NONE && job.nr_pch < FRONT_MAX_PCH) {
		const struct family *fam = &j->r->family.at[family];

		if (fam->usable)
			job.pch[job.nr_pch++] = (struct front_pch){ fam->pch, &fam->files, &fam->guards,
				fam->key, fam->deps };
		family = fam->base;
	}
	job.out = cache_path(&j->r->cache, t->key);
	rc = front_summarize(f, &job, err);
	free((char *)job.out);
	return rc;
}

static int job_work(void *ctx, void *state, u32 job, struct strbuf *reply)
{
	struct jobs *j = ctx;
	struct err err = { 0 };
	int rc;

	rc = j->make_pch ? job_pch(j, state, &j->r->family.at[j->tu.at[job]], &err) :
		job_tu(j, state, &j->r->tu.at[j->tu.at[job]], &err);
	if (rc)
		strbuf_puts(reply, err.msg);
	return rc;
}

/*
 * fam->sum is open.  A precompiled header that found none of the kernel's headers is empty, and a TU with it
 * would lack all constants: such TUs get the prelude by -include, behind folders of their own.
 */
static void have_pch(struct run *r, struct family *fam)
{
	fam->have = true;
	fam->usable = fam->sum.unit.nr_cst && path_exists(fam->pch);
	if (!fam->sum.unit.nr_cst)
		timer_count(r->rq->timers, "precompiled headers that could not be made", 1);
}

static void done_pch(struct jobs *j, struct family *fam, enum pool_status st, const char *why)
{
	struct err err = { 0 };

	if (st == POOL_OK && !summary_open(fam->sum_path, &fam->sum, &err)) {
		have_pch(j->r, fam);
		fam->is_made = true;
		if (fam->is_overlaid)
			(void)unlink(fam->sum_path);
		else
			cache_learn(&j->r->cache, &fam->sum);
		return;
	}
	free(fam->why);
	fam->why = xstrdup(why);
	timer_count(j->r->rq->timers, "precompiled headers that could not be made", 1);
	if (st != POOL_OK && j->r->rq->explain_cache)
		warn("no precompiled header for the TUs like %s: %s", j->r->tu.at[fam->like].rel, why);
}

/* A result holds until the file is there; why a parser died nobody knows. */
static void note_failure(struct run *r, const struct tu *t)
{
	if (path_exists(t->entry->file))
		r->kept.nr_failed++;
	else
		vec_push(&r->kept.other, xstrdup(t->entry->file));
}

static void done_tu(struct jobs *j, u32 index, enum pool_status st, const char *why)
{
	struct tu *t = &j->r->tu.at[index];
	struct strbuf reason = { 0 };
	struct err err = { 0 };
	char *path;

	progress_step(j->r->rq->progress, t->rel);
	if (st == POOL_OK) {
		path = cache_path(&j->r->cache, t->key);
		if (!summary_open(path, &t->sum, &err)) {
			t->have = t->is_made = true;
			if (!t->is_overlaid)
				cache_learn(&j->r->cache, &t->sum);
		} else {
			j->r->kept.nr_failed++;
			skip(j->r, t, err.msg);
		}
		if (t->is_overlaid)
			(void)unlink(path);	/* mapped as long as it is needed */
		free(path);
		return;
	}
	if (st == POOL_CRASHED && t->family != IR_NONE && !j->without_pch) {
		vec_push(&j->retry, index);
		return;
	}
	switch (st) {
	case POOL_CRASHED:
		strbuf_printf(&reason, "the parser crashed: %s", why);
		break;
	case POOL_TIMEOUT:
	case POOL_MEMORY:
		strbuf_printf(&reason, "over its limit: %s", why);
		break;
	default:
		strbuf_puts(&reason, why);
	}
	note_failure(j->r, t);
	skip(j->r, t, strbuf_str(&reason));
	strbuf_free(&reason);
}

static void job_done(void *ctx, u32 job, enum pool_status st, const char *detail, const char *reply, size_t len)
{
	struct jobs *j = ctx;
	struct strbuf why = { 0 };

	if (st == POOL_FAILED)
		strbuf_add(&why, reply, len);
	else
		strbuf_puts(&why, detail);
	if (j->make_pch)
		done_pch(j, &j->r->family.at[j->tu.at[job]], st, strbuf_str(&why));
	else
		done_tu(j, j->tu.at[job], st, strbuf_str(&why));
	strbuf_free(&why);
}

static int run_pool(struct jobs *j, struct err *err)
{
	static const struct pool_ops ops = { job_start, job_work, job_done };
	struct pool_limits lim = {
		.workers = MIN(j->r->rq->jobs, j->tu.nr),
		.job_seconds = j->r->rq->time_limit * (j->make_pch ? 4 : 1),
		.worker_bytes = (u64)j->r->rq->memory_limit_mib << 20,
		.stack_mib = 64,
	};
	struct pool_usage use = { 0 };
	int rc;

	if (!j->tu.nr)
		return 0;
	rc = pool_run(&ops, j, NULL, j->tu.nr, &lim, &use, err);
	/* the pool waits for its workers: their CPU time is counted with the phase's children */
	timer_count(j->r->rq->timers, "workers that died", use.nr_replaced);
	timer_count(j->r->rq->timers, j->make_pch ? "peak of a worker, MiB (precompiled headers)" :
		    "peak of a worker, MiB", use.peak_bytes >> 20);
	return rc;
}

/* ---- precompiled headers ---- */

static void family_files(struct run *r, struct family *fam)
{
	fam->deps = summary_deps_id(&fam->sum);
	for (u32 i = 0; i < fam->sum.nr_dep; i++)
		map_put(&fam->files, hash_str(fam->sum.dep_text + fam->sum.dep[i].path), 1);
	if (fam->base != IR_NONE)
		folder_guards(r, fam);
}

static void family_paths(struct run *r, struct family *fam)
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
static bool family_lookup(struct run *r, struct family *fam)
{
	if (cache_lookup(&r->cache, fam->key, &fam->sum, NULL) != CACHE_HIT)
		return false;
	have_pch(r, fam);
	if (fam->usable || !fam->sum.unit.nr_cst)
		return true;
	summary_close(&fam->sum);
	fam->have = false;
	return false;
}

/*
 * A build gives its files one by one: the first one makes the header for all of them, and those that run at the same
 * time do without rather than wait.
 */
static int lock_headers(const char *dir, u32 *least)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0 && !flock(fd, LOCK_EX | LOCK_NB))
		*least = 1;
	return fd;
}

static int make_pchs(struct jobs *j, struct err *err)
{
	struct run *r = j->r;
	char *dir = path_join(r->cache.dir, "pch");
	u32 least = FAMILY_MIN_TUS;
	int rc = dir_make(dir, err), lock = -1;

	if (!rc && r->rq->entry && !r->rq->nr_overlay)
		lock = lock_headers(dir, &least);
	free(dir);
	if (rc)
		return -1;
	j->make_pch = true;
	for (u32 i = 0; i < r->family.nr; i++) {
		struct family *fam = &r->family.at[i];

		if (fam->have || fam->why || !fam->nr_tus || fam->is_overlaid != (j->cfg.overlay != NULL))
			continue;
		family_paths(r, fam);
		if ((fam->is_overlaid || !family_lookup(r, fam)) && fam->nr_tus >= least)
			vec_push(&j->tu, i);
	}
	rc = run_pool(j, err);
	if (lock >= 0)
		close(lock);
	for (u32 i = 0; i < r->family.nr; i++)
		if (r->family.at[i].usable && !r->family.at[i].files.nr)
			family_files(r, &r->family.at[i]);
	return rc;
}

static struct jobs jobs_of(struct run *r, bool overlaid)
{
	struct jobs j = { .r = r, .cfg = { .tree = r->tree, .objdir = r->objdir, .prelude = r->prelude } };

	if (overlaid) {
		j.cfg.overlay = r->text.at;
		j.cfg.nr_overlay = r->text.nr;
	}
	return j;
}

int summarize_headers(struct run *r, bool overlaid, struct err *err)
{
	struct jobs j = jobs_of(r, overlaid);
	int rc;

	timer_begin(r->rq->timers, "precompiled headers");
	rc = make_pchs(&j, err);
	timer_end(r->rq->timers, "precompiled headers");
	vec_free(&j.tu);
	return rc;
}

/* ---- the phase ---- */

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

/* The inline functions that came with a TU's precompiled header are part of the program, too. */
static void need_header(struct run *r, const struct summary *s)
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
		have_pch(r, f);
		f->base = t->family;
		family_files(r, f);
	}
	if (f->usable && f->base == t->family && folder_fits(r, f, t))
		t->family = i;
}

/* A stale summary still tells which header its TU was parsed with: a folder's, perhaps. */
static void remember_family(struct run *r, struct tu *t)
{
	char *path = cache_path(&r->cache, t->key);
	struct err no_matter = { 0 };
	struct summary old;

	if (!summary_open(path, &old, &no_matter)) {
		need_header(r, &old);
		family_as_before(r, t, &old);
		summary_close(&old);
	}
	free(path);
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
		need_header(r, &t->sum);
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
		need_header(r, &t->sum);
	if (how == CACHE_DAMAGED) {
		progress_clear(r->rq->progress);
		warn("cache: %s: %s; it is made again", t->rel, strbuf_str(&why));
		timer_count(r->rq->timers, "damaged summaries that were rebuilt", 1);
	}
	if (how == CACHE_STALE && !r->rq->as_linked)
		remember_family(r, t);
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
		need_header(r, &t->sum);
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

struct sized {
	u32 tu;
	s64 size;
};

static int by_size(const void *pa, const void *pb)
{
	const struct sized *a = pa, *b = pb;

	if (a->size != b->size)
		return a->size > b->size ? -1 : 1;
	return a->tu < b->tu ? -1 : a->tu > b->tu;
}

/* The largest files first, so that no worker is left alone with one at the end. */
static void order(struct jobs *j, const u32 *tu, u32 nr)
{
	VEC(struct sized) s = { 0 };

	for (u32 i = 0; i < nr; i++) {
		struct stat st;

		vec_push(&s, (struct sized){ tu[i], stat(j->r->tu.at[tu[i]].entry->file, &st) ? 0 : st.st_size });
	}
	if (s.nr)
		qsort(s.at, s.nr, sizeof(s.at[0]), by_size);
	for (u32 i = 0; i < s.nr; i++)
		vec_push(&j->tu, s.at[i].tu);
	vec_free(&s);
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

static int parse(struct run *r, const u32 *tu, u32 nr, bool overlaid, struct err *err)
{
	struct jobs j = jobs_of(r, overlaid);
	int rc;

	if (!nr)
		return 0;
	timer_begin(r->rq->timers, "front");
	order(&j, tu, nr);
	rc = run_pool(&j, err);
	if (!rc) {
		vec_clear(&j.tu);
		j.without_pch = true;
		for (u32 i = 0; i < j.retry.nr; i++)
			vec_push(&j.tu, j.retry.at[i]);
		rc = run_pool(&j, err);
	}
	timer_end(r->rq->timers, "front");
	vec_free(&j.tu);
	vec_free(&j.retry);
	return rc;
}

#define FOLDER_TRIES 8u		/* headers that cannot stand where they are put are left out one by one */

static int make_folder_headers(struct run *r, struct folders *fs, struct err *err)
{
	bool again = fs->at.nr;

	for (u32 n = 0; again && n < FOLDER_TRIES; n++) {
		if (summarize_headers(r, false, err))
			return -1;
		again = false;
		for (u32 i = 0; i < fs->at.nr; i++) {
			struct folder *f = &fs->at.at[i];

			if (f->family != IR_NONE && r->family.at[f->family].why)
				again |= folder_retry(r, f, r->family.at[f->family].why);
		}
	}
	for (u32 i = 0; i < fs->at.nr; i++) {
		const struct folder *f = &fs->at.at[i];
		bool own = f->family != IR_NONE && r->family.at[f->family].usable;

		timer_count(r->rq->timers, "folders with a precompiled header of their own", own);
		if (!own)
			continue;
		folder_assign(r, f);
		if (r->rq->explain_cache)
			fprintf(stderr, "gfpcheck: explain: a precompiled header of %u headers for %u TUs like %s\n",
				f->header.nr, f->tu.nr, r->tu.at[f->tu.at[0]].rel);
	}
	return 0;
}

/* A sample; then the headers of folders; then the rest. */
static int parse_by_folder(struct run *r, const u32 *tu, u32 nr, struct err *err)
{
	struct folders fs = { 0 };
	tu_list sample = { 0 }, then = { 0 };
	struct map done = { 0 };
	int rc;

	folders_sample(r, tu, nr, &sample);
	rc = parse(r, sample.at, sample.nr, false, err);
	if (!rc) {
		timer_begin(r->rq->timers, "headers of folders");
		folders_of(r, tu, nr, &sample, &fs);
		timer_end(r->rq->timers, "headers of folders");
		rc = make_folder_headers(r, &fs, err);
	}
	for (u32 i = 0; i < sample.nr; i++)
		map_put(&done, sample.at[i], 1);
	for (u32 i = 0; i < nr; i++)
		if (map_get(&done, tu[i]) == MAP_NONE)
			vec_push(&then, tu[i]);
	if (!rc)
		rc = parse(r, then.at, then.nr, false, err);
	folders_drop(r, &fs);
	folders_free(&fs);
	vec_free(&sample);
	vec_free(&then);
	map_free(&done);
	return rc;
}

int summarize_tus(struct run *r, const u32 *tu, u32 nr, bool overlaid, struct err *err)
{
	int rc;

	if (!nr)
		return 0;
	progress_begin(r->rq->progress, "TUs", nr);
	rc = overlaid || r->rq->no_pch ? parse(r, tu, nr, overlaid, err) : parse_by_folder(r, tu, nr, err);
	if (!rc)
		progress_end(r->rq->progress);
	return rc;
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
				skip(r, &r->tu.at[i], "its summary was replaced");
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
