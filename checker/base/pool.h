/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Forked workers that outlive their jobs, each job under a time and a memory limit.
 *
 * The parent gives out job numbers in the order of `order`; a worker runs ops->work() and sends its reply
 * (bytes) back.  A worker that crashes, is killed by its limits or hangs costs the one job it had: the job
 * ends with that status, a new worker takes over, and the rest goes on.  Workers keep their state between
 * jobs (ops->start() once per worker) and are replaced after their memory has grown over the limit.
 * Results arrive at ops->done() in the parent, in any order; the caller makes the order of its output itself.
 */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include "base/bug.h"
#include "base/strbuf.h"

enum pool_status {
	POOL_OK,		/* work() returned 0 */
	POOL_FAILED,		/* work() returned non-zero; reply holds its text */
	POOL_CRASHED,		/* detail: "signal 11 (Segmentation fault)", "exit status 1" */
	POOL_TIMEOUT,		/* detail: "more than 60 s" */
	POOL_MEMORY,		/* detail: "more than 2048 MiB" */
};

struct pool_ops {
	/* In the worker, before its first job.  Its return value is passed to work(). */
	void *(*start)(void *ctx);
	/* In the worker. */
	int (*work)(void *ctx, void *state, u32 job, struct strbuf *reply);
	/* In the parent.  detail is for people; "" with POOL_OK. */
	void (*done)(void *ctx, u32 job, enum pool_status st, const char *detail, const char *reply, size_t len);
};

struct pool_limits {
	u32 workers;		/* at least 1 */
	u32 job_seconds;	/* wall time per job; 0 = no limit */
	u64 worker_bytes;	/* address space beyond what the parent had at the fork; 0 = no limit */
	u32 stack_mib;		/* stack of a worker's main thread; 0 = as it is */
};

/* Usage summed over all workers that have ended: for --stats. */
struct pool_usage {
	double cpu_seconds;
	u64 peak_bytes;		/* largest resident set of one worker */
	u32 nr_replaced;	/* workers that died: crashes, limits */
	u32 nr_retired;		/* workers that had grown to half their limit and were let go after a job */
};

/*
 * Runs nr jobs; order may be NULL (0..nr-1).  -1 when no worker can be started at all, or when SIGINT, SIGTERM or
 * SIGHUP ended the run and the caller's handler came back: the workers are dead then (no orphan survives
 * the parent in any case), done() was called for some jobs only.
 *
 * In a worker stdin and stdout are /dev/null; so is stderr unless GFPCHECK_WORKER_STDERR is in the environment.
 * A reply is at most 64 MiB; a longer one makes the job POOL_FAILED.
 */
int pool_run(const struct pool_ops *ops, void *ctx, const u32 *order, u32 nr, const struct pool_limits *lim,
	     struct pool_usage *use, struct err *err) __must_check;

#endif
