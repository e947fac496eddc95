// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs sparse on the selected TUs; see sparse.h.
 *
 * In: the cleaned flags of each TU, less what sparse would not know, with those that kbuild gives it.  A job of the
 * pool for each TU; the texts are read in the order of the TUs, so the report does not depend on --jobs.  Cost: about
 * 0.25 s a TU of the kernel, as in make C=2.
 */
#include "cli/sparse.h"

#include <stdlib.h>
#include <string.h>

#include "base/exec.h"
#include "base/pool.h"
#include "cli/pipeline_int.h"

#define MAX_OUTPUT (8u << 20)

struct sparse_job {
	const struct tu *tu;
	enum pool_status status;
	char *text;		/* of sparse, or why there is none */
};

struct sparse_jobs {
	const struct run *r;
	VEC(struct sparse_job) at;
};

char *sparse_find(struct err *err)
{
	char *program = exec_find("sparse");

	if (!program)
		err_set(err, "--with-sparse: sparse is not installed; on Debian, apt install sparse");
	return program;
}

/* ---- the command ---- */

struct words {
	VEC(char *) at;
};

static void put(struct words *w, const char *prefix, const char *word)
{
	struct strbuf s = { 0 };

	strbuf_printf(&s, "%s%s", prefix, word);
	vec_push(&w->at, strbuf_detach(&s));
}

static const char *behind(const char *word, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(word, prefix, n) ? NULL : word + n;
}

/* sparse ends at once when it does not know the architecture or the dialect. */
static void put_known(struct words *w, const char *option, const char *value, const char *const *known)
{
	size_t n = strcspn(value, "-");

	for (; *known; known++)
		if (strlen(*known) == n && !strncmp(*known, value, n))
			put(w, option, *known);
}

/* One cleaned flag, each a word complete by itself (compdb.h).  What no row knows is dropped. */
static void put_flag(struct words *w, const char *flag)
{
	static const char *const same[] = { "-D", "-I", "-U", "-fsigned-char", "-funsigned-char", "-m32", "-m64",
		"-nostdinc" };
	static const struct { const char *flag, *sparse; } two[] = {
		{ "-idirafter", "-idirafter" }, { "-imacros", "-imacros" }, { "-include", "-include" },
		{ "-iquote", "-I" }, { "-isystem", "-isystem" },
	};
	static const char *const arch[] = { "aarch64", "alpha", "arm", "arm64", "i386", "m68k", "microblaze", "mips", "mips64",
		"nios2", "powerpc", "ppc", "ppc64", "riscv32", "riscv64", "s390", "s390x", "sh", "sparc", "sparc64",
		"x86_64", "xtensa", NULL };
	static const char *const dialect[] = { "c11", "c17", "c89", "c99", "gnu11", "gnu17", "gnu89", "gnu99", NULL };
	const char *rest;

	for (u32 i = 0; i < ARRAY_SIZE(same); i++)
		if (behind(flag, same[i]))
			put(w, "", flag);
	for (u32 i = 0; i < ARRAY_SIZE(two); i++) {
		rest = behind(flag, two[i].flag);
		if (!rest || !*rest)
			continue;
		put(w, "", two[i].sparse);
		put(w, "", rest);
	}
	rest = behind(flag, "--target=");
	if (rest)
		put_known(w, "--arch=", rest, arch);
	rest = behind(flag, "-std=");
	if (rest)
		put_known(w, "-std=", rest, dialect);
}

static void make_words(const struct run *r, const struct tu *t, struct words *w)
{
	/* the kernel's CHECKFLAGS; and all warnings, not the first hundred */
	static const char *const always[] = { "-D__CHECKER__", "-D__linux__", "-Dlinux", "-D__STDC__", "-Dunix",
		"-D__unix__", "-Wbitwise", "-Wcontext", "-Wno-return-void", "-Wno-unknown-attribute",
		"-fmax-warnings=unlimited" };

	put(w, "", r->rq->sparse);
	for (u32 i = 0; i < ARRAY_SIZE(always); i++)
		put(w, "", always[i]);
	for (u32 i = 0; i < t->flags.argc; i++)
		put_flag(w, t->flags.argv[i]);
	put(w, "", t->entry->file);
	vec_push(&w->at, NULL);
}

/* ---- the jobs ---- */

static int job_work(void *ctx, void *state, u32 job, struct strbuf *reply)
{
	const struct sparse_jobs *j = ctx;
	const struct tu *t = j->at.at[job].tu;
	struct exec x = { .dir = t->entry->dir, .seconds = j->r->rq->time_limit, .max_output = MAX_OUTPUT };
	struct strbuf why = { 0 };
	struct words w = { 0 };
	int ret;

	make_words(j->r, t, &w);
	x.argv = (const char *const *)w.at.at;
	ret = exec_run(&x, reply, &why);
	if (ret) {
		strbuf_reset(reply);
		strbuf_puts(reply, strbuf_str(&why));
	}
	for (u32 i = 0; i < w.at.nr; i++)
		free(w.at.at[i]);
	vec_free(&w.at);
	strbuf_free(&why);
	return ret;
}

static void job_done(void *ctx, u32 job, enum pool_status st, const char *detail, const char *reply, size_t len)
{
	struct sparse_jobs *j = ctx;
	bool has_text = st == POOL_OK || (st == POOL_FAILED && len);
	struct strbuf text = { 0 };

	strbuf_add(&text, has_text ? reply : detail, has_text ? len : strlen(detail));
	strbuf_puts(&text, "");
	j->at.at[job].status = st;
	j->at.at[job].text = strbuf_detach(&text);
}

/* Missing, or not all of it: the same words as for a TU that the compiler had errors in. */
static void tell_partial(struct run *r, const struct tu *t, const char *why)
{
	struct strbuf reason = { 0 };

	strbuf_puts(&reason, "sparse: ");
	run_relative_text(r, why, &reason);
	report_partial(r->out, t->rel, strbuf_str(&reason));
	strbuf_free(&reason);
}

static void read_all(struct run *r, const struct sparse_jobs *j)
{
	u64 nr_failed = 0, nr_errors = 0;
	struct sparse_reader rd = { .out = r->out, .tree = r->tree, .checks = r->rq->checks, .nr_checks = r->rq->nr_checks,
		.min_confidence = r->rq->min_confidence, .nr_own = r->out->finding.nr };

	for (u32 i = 0; i < j->at.nr; i++) {
		const struct sparse_job *job = &j->at.at[i];

		if (job->status != POOL_OK) {
			nr_failed++;
			tell_partial(r, job->tu, job->text);
			continue;
		}
		rd.dir = job->tu->entry->dir;
		sparse_read(&rd, job->text);
		if (!rd.first_error)
			continue;
		nr_errors++;
		tell_partial(r, job->tu, rd.first_error);
		free(rd.first_error);
		rd.first_error = NULL;
	}
	report_count(r->out, "TUs that sparse failed on", nr_failed);
	report_count(r->out, "TUs that sparse has errors in", nr_errors);
	report_count(r->out, "lines of sparse that were ignored", rd.nr_ignored);
}

int sparse_run(struct run *r, struct err *err)
{
	static const struct pool_ops ops = { NULL, job_work, job_done };
	struct sparse_jobs j = { .r = r };
	struct pool_limits lim = { .job_seconds = r->rq->time_limit + 10, .worker_bytes = (u64)r->rq->memory_limit_mib << 20 };
	int ret = 0;

	for (u32 i = 0; i < r->tu.nr; i++)
		if (r->tu.at[i].role == TU_SELECTED && r->tu.at[i].has_flags)
			vec_push(&j.at, (struct sparse_job){ .tu = &r->tu.at[i] });
	timer_begin(r->rq->timers, "sparse");
	lim.workers = MIN(r->rq->jobs, j.at.nr);
	if (j.at.nr)
		ret = pool_run(&ops, &j, NULL, j.at.nr, &lim, NULL, err);
	if (!ret)
		read_all(r, &j);
	timer_end(r->rq->timers, "sparse");
	for (u32 i = 0; i < j.at.nr; i++)
		free(j.at.at[i].text);
	vec_free(&j.at);
	return ret;
}
