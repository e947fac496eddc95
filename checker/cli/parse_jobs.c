// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the pool of workers does: precompiled headers, and TUs with them.
 *
 * Input: TUs without a summary.  Output: a summary or a skip record for each.  A TU whose worker died with the
 * precompiled header is tried once more without.  Invariant: only this process writes to struct run.
 * Cost: all of libclang's, in the workers.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pool.h"
#include "cli/families.h"
#include "cli/folders.h"

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

static void done_pch(struct jobs *j, struct family *fam, enum pool_status st, const char *why)
{
	struct err err = { 0 };

	if (st == POOL_OK && !summary_open(fam->sum_path, &fam->sum, &err)) {
		family_opened(j->r, fam);
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
			summaries_skip(j->r, t, err.msg);
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
	summaries_skip(j->r, t, strbuf_str(&reason));
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
