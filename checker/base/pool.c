// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parent's side of the pool: one poll() loop over the workers' sockets and the termination signals.
 *
 * Input: job numbers.  Output: one done() call for each.  Invariant: a job is in exactly one of three places:
 * not given out (at or behind `next`), with one busy worker, or done.  Each death of a worker ends one job, so
 * even a start() that always crashes comes to an end.
 *
 * Which limit ended a worker is told apart like this.  Time: we killed it.  Memory: RLIMIT_AS only makes an
 * allocation fail, and what libclang does then (abort, a wild pointer, exit) looks like any other crash.  So the
 * parent samples the sizes of busy workers every POOL_TICK_MS, and wait4() gives the exact largest resident
 * set of a dead one; a death near the limit counts as the limit's.  Our own xmalloc() says it by its exit status.
 * Left out: one single allocation inside libclang that is too big at once is reported as a crash.
 *
 * Cost: two system calls on each side per job and a read of statm per busy worker and tick.
 */
#include "base/pool_int.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/vec.h"

#define POOL_TICK_MS	200
#define POOL_FORK_TRIES	20

struct worker {
	pid_t pid;		/* 0: no process in this slot */
	int fd;
	bool busy;
	u32 job;
	u64 deadline;		/* ms; 0 = none */
	struct strbuf in;
	struct pool_mem base, peak;
};

struct pool {
	const struct pool_ops *ops;
	void *ctx;
	const u32 *order;
	u32 nr, next, nr_done;
	struct pool_limits lim;
	struct worker *w;
	struct pool_usage use;
	u64 next_tick;

	struct pool_signals sig;
};

static u64 now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (u64)ts.tv_sec * 1000 + (u64)ts.tv_nsec / 1000000;
}

/* ---- life and death of workers ---- */

static _Noreturn void child(struct pool *p, int fd, const struct pool_mem *base, pid_t parent)
{
	struct pool_worker_args a = {
		.ops = p->ops, .ctx = p->ctx, .lim = &p->lim, .mask = &p->sig.old_mask,
		.base = *base, .parent_pid = parent, .fd = fd,
	};

	/* A sibling's socket kept open here would hide that sibling's end from the parent's death. */
	for (u32 i = 0; i < p->lim.workers; i++)
		if (p->w[i].pid)
			close(p->w[i].fd);
	if (p->sig.fd >= 0)
		close(p->sig.fd);
	pool_worker_main(&a);
}

static int worker_start(struct pool *p, struct worker *w)
{
	struct pool_mem base = { 0 };
	pid_t parent = getpid(), pid;
	int sv[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sv))
		return -1;
	pool_mem_read(0, &base);
	fflush(NULL);
	pid = fork();
	if (!pid) {
		close(sv[0]);
		child(p, sv[1], &base, parent);
	}
	close(sv[1]);
	if (pid < 0) {
		close(sv[0]);
		return -1;
	}
	w->pid = pid;
	w->fd = sv[0];
	w->busy = false;
	w->base = base;
	w->peak = base;
	strbuf_reset(&w->in);
	return 0;
}

/* Waits for a process that has been killed or told to go.  Patience ends after two seconds. */
static int worker_reap(struct pool *p, struct worker *w)
{
	struct rusage ru;
	int status = 0;
	pid_t got = 0;

	close(w->fd);
	for (int i = 0; i < 2000 && !got; i++) {
		got = wait4(w->pid, &status, WNOHANG, &ru);
		if (!got)
			usleep(i < 10 ? 100 : 1000);
	}
	if (!got) {
		kill(w->pid, SIGKILL);
		got = wait4(w->pid, &status, 0, &ru);
	}
	w->pid = 0;
	w->busy = false;
	strbuf_reset(&w->in);
	if (got < 0)
		return 0;
	p->use.cpu_seconds += (double)(ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) +
			      (double)(ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) / 1e6;
	w->peak.rss = MAX(w->peak.rss, (u64)ru.ru_maxrss * 1024);
	p->use.peak_bytes = MAX(p->use.peak_bytes, w->peak.rss);
	return status;
}

static void job_done(struct pool *p, u32 job, enum pool_status st, const char *detail, const char *reply,
		     size_t len)
{
	p->nr_done++;
	p->ops->done(p->ctx, job, st, detail, reply, len);
}

/* Gives the worker its next job; a worker that died while it was idle costs that job. */
static void worker_give(struct pool *p, struct worker *w)
{
	u32 job = p->order ? p->order[p->next] : p->next;

	p->next++;
	w->job = job;
	w->busy = true;
	w->deadline = p->lim.job_seconds ? now_ms() + p->lim.job_seconds * 1000ull : 0;
	/* An error shows as the end of the socket in the next round. */
	if (send(w->fd, &job, sizeof(job), MSG_NOSIGNAL) < 0)
		shutdown(w->fd, SHUT_RDWR);
}

static bool is_memory_death(const struct pool *p, const struct worker *w, int status)
{
	u64 near = p->lim.worker_bytes / 4 * 3;

	if (!p->lim.worker_bytes || !w->base.vm)
		return false;
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_INCOMPLETE)
		return true;
	return w->peak.vm >= w->base.vm + near || w->peak.rss >= w->base.rss + near;
}

/* The process is gone or must go: the job it had ends with it. */
static void worker_died(struct pool *p, struct worker *w, enum pool_status st, const char *why)
{
	char detail[128];
	int status;
	u32 job = w->job;
	bool was_busy = w->busy;

	if (st != POOL_CRASHED || why)
		kill(w->pid, SIGKILL);
	status = worker_reap(p, w);
	p->use.nr_replaced++;
	if (!was_busy)
		return;
	if (why) {
		snprintf(detail, sizeof(detail), "%s", why);
	} else if (st == POOL_TIMEOUT) {
		snprintf(detail, sizeof(detail), "more than %u s", p->lim.job_seconds);
	} else if (is_memory_death(p, w, status)) {
		st = POOL_MEMORY;
		snprintf(detail, sizeof(detail), "more than %llu MiB",
			 (unsigned long long)(p->lim.worker_bytes >> 20));
	} else if (WIFSIGNALED(status)) {
		snprintf(detail, sizeof(detail), "signal %d (%s)", WTERMSIG(status),
			 pool_signal_name(WTERMSIG(status)));
	} else {
		snprintf(detail, sizeof(detail), "exit status %d", WEXITSTATUS(status));
	}
	job_done(p, job, st, detail, "", 0);
}

static void worker_retire(struct pool *p, struct worker *w)
{
	p->use.nr_retired++;
	worker_reap(p, w);
}

/* ---- replies ---- */

/* Takes what is in the socket.  1: more may come, 0: the end. */
static int worker_read(struct worker *w)
{
	char buf[65536];

	for (;;) {
		ssize_t n = recv(w->fd, buf, sizeof(buf), MSG_DONTWAIT);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN;
		if (!n)
			return 0;
		strbuf_add(&w->in, buf, (size_t)n);
		/* A reply is read up to its end only: nothing may follow it. */
		if (w->in.len > POOL_REPLY_MAX + sizeof(struct pool_reply))
			return 1;
	}
}

/* Handles the reply when it is complete. */
static void worker_reply(struct pool *p, struct worker *w, bool had_head)
{
	struct pool_reply h;

	if (w->in.len < sizeof(h))
		return;
	memcpy(&h, w->in.buf, sizeof(h));
	if (h.magic != POOL_MAGIC || !w->busy || h.job != w->job || h.len > POOL_REPLY_MAX ||
	    w->in.len > sizeof(h) + h.len) {
		worker_died(p, w, POOL_CRASHED, "bad reply");
		return;
	}
	if (w->in.len < sizeof(h) + h.len) {
		/* The work is over; that the parent was slow to read it must not count. */
		if (!had_head && w->deadline)
			w->deadline = now_ms() + p->lim.job_seconds * 1000ull;
		return;
	}
	w->busy = false;
	job_done(p, h.job, h.failed ? POOL_FAILED : POOL_OK, "", w->in.buf + sizeof(h), (size_t)h.len);
	if (w->in.cap > 1 << 20)
		strbuf_free(&w->in);
	strbuf_reset(&w->in);
	if (h.retire)
		worker_retire(p, w);
}

static void worker_input(struct pool *p, struct worker *w)
{
	bool had_head = w->in.len >= sizeof(struct pool_reply);
	int more = worker_read(w);
	pid_t pid = w->pid;

	worker_reply(p, w, had_head);
	/* A complete reply counts even when the worker died right behind it. */
	if (!more && w->pid == pid)
		worker_died(p, w, POOL_CRASHED, NULL);
}

/* ---- the loop ---- */

/* Deadlines, sizes, and deaths that the socket hides (a grandchild holding it open). */
static void tick(struct pool *p, u64 now)
{
	bool is_full = now >= p->next_tick;

	if (is_full)
		p->next_tick = now + POOL_TICK_MS;
	for (u32 i = 0; i < p->lim.workers; i++) {
		struct worker *w = &p->w[i];
		struct pool_mem m;
		siginfo_t si = { 0 };

		if (!w->pid || !w->busy)
			continue;
		if (w->deadline && now >= w->deadline) {
			worker_died(p, w, POOL_TIMEOUT, NULL);
			continue;
		}
		if (!is_full)
			continue;
		if (p->lim.worker_bytes && pool_mem_read(w->pid, &m)) {
			w->peak.vm = MAX(w->peak.vm, m.vm);
			w->peak.rss = MAX(w->peak.rss, m.rss);
		}
		if (!waitid(P_PID, (id_t)w->pid, &si, WEXITED | WNOHANG | WNOWAIT) && si.si_pid == w->pid)
			shutdown(w->fd, SHUT_RDWR);
	}
}

static int poll_timeout(const struct pool *p, u64 now)
{
	u64 at = p->next_tick;

	for (u32 i = 0; i < p->lim.workers; i++)
		if (p->w[i].pid && p->w[i].busy && p->w[i].deadline)
			at = MIN(at, p->w[i].deadline);
	return at > now ? (int)(at - now) : 0;
}

/* Every slot without work gets a job, and a process when it has none.  False: nobody works. */
static bool fill(struct pool *p)
{
	bool is_any = false;

	for (u32 i = 0; i < p->lim.workers; i++) {
		struct worker *w = &p->w[i];

		if (!w->busy && p->next < p->nr && (w->pid || !worker_start(p, w)))
			worker_give(p, w);
		is_any |= w->busy;
	}
	return is_any;
}

static void wait_events(struct pool *p, struct pollfd *fds)
{
	u32 n = p->lim.workers;
	int got;

	for (u32 i = 0; i < n; i++)
		fds[i] = (struct pollfd){ p->w[i].pid ? p->w[i].fd : -1, POLLIN, 0 };
	fds[n] = (struct pollfd){ p->sig.fd, POLLIN, 0 };
	got = poll(fds, n + 1, poll_timeout(p, now_ms()));
	if (got > 0 && fds[n].revents)
		pool_signals_poll(&p->sig);
	for (u32 i = 0; got > 0 && i < n && !p->sig.caught; i++)
		if (fds[i].revents)
			worker_input(p, &p->w[i]);
	if (!p->sig.caught)
		tick(p, now_ms());
}

static int pool_loop(struct pool *p, struct pollfd *fds, struct err *err)
{
	u32 tries = 0;

	while (p->nr_done < p->nr && !p->sig.caught) {
		if (!fill(p)) {
			if (++tries == POOL_FORK_TRIES)
				return err_errno(err, "cannot start a worker process");
			usleep(50000);
			continue;
		}
		tries = 0;
		wait_events(p, fds);
	}
	return p->sig.caught ? err_set(err, "interrupted by signal %d (%s)", p->sig.caught,
				      pool_signal_name(p->sig.caught)) : 0;
}

static void stop_all(struct pool *p, bool is_abort)
{
	for (u32 i = 0; i < p->lim.workers; i++)
		if (p->w[i].pid && is_abort)
			kill(p->w[i].pid, SIGKILL);
		else if (p->w[i].pid)
			shutdown(p->w[i].fd, SHUT_RDWR);
	for (u32 i = 0; i < p->lim.workers; i++) {
		if (p->w[i].pid)
			worker_reap(p, &p->w[i]);
		strbuf_free(&p->w[i].in);
	}
}

int pool_run(const struct pool_ops *ops, void *ctx, const u32 *order, u32 nr, const struct pool_limits *lim,
	     struct pool_usage *use, struct err *err)
{
	struct pool p = { .ops = ops, .ctx = ctx, .order = order, .nr = nr, .lim = *lim };
	struct pollfd *fds;
	int rc;

	if (use)
		*use = (struct pool_usage){ 0 };
	if (!nr)
		return 0;
	p.lim.workers = MIN(MAX(lim->workers, 1u), nr);
	p.w = xcalloc(p.lim.workers, sizeof(*p.w));
	fds = xcalloc(p.lim.workers + 1, sizeof(*fds));
	pool_signals_take(&p.sig);
	rc = pool_loop(&p, fds, err);
	stop_all(&p, rc != 0);
	free(p.w);
	free(fds);
	if (use)
		*use = p.use;
	pool_signals_give_back(&p.sig);
	return rc;
}
