// SPDX-License-Identifier: GPL-2.0-only
/*
 * The worker's side of the pool: set limits, then job number in, reply out, until the socket closes.
 *
 * Invariant: nothing a job does here can reach the terminal, the parent's streams or the parent's signal
 * handlers, and no worker outlives the parent.  It leaves by _exit() only, so that nothing the parent
 * registered with atexit() runs twice.
 */
#include "base/pool_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

bool pool_mem_read(int pid, struct pool_mem *out)
{
	unsigned long long vm, rss, page = (unsigned long long)sysconf(_SC_PAGESIZE);
	char path[64], text[128];
	ssize_t n;
	int fd;

	if (pid)
		snprintf(path, sizeof(path), "/proc/%d/statm", pid);
	else
		snprintf(path, sizeof(path), "/proc/self/statm");
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n <= 0)
		return false;
	text[n] = '\0';
	if (sscanf(text, "%llu %llu", &vm, &rss) != 2 || !vm)
		return false;	/* a zombie shows zeros */
	*out = (struct pool_mem){ vm * page, rss * page };
	return true;
}

static void limit_soft(int what, u64 value)
{
	struct rlimit r;

	if (getrlimit(what, &r))
		return;
	r.rlim_cur = r.rlim_max == RLIM_INFINITY ? value : MIN(value, (u64)r.rlim_max);
	setrlimit(what, &r);
}

static void worker_limits(const struct pool_worker_args *a)
{
	const struct pool_limits *lim = a->lim;

	if (lim->stack_mib)
		limit_soft(RLIMIT_STACK, (u64)lim->stack_mib << 20);
	if (lim->worker_bytes && a->base.vm && a->base.vm < UINT64_MAX / 2 - lim->worker_bytes)
		limit_soft(RLIMIT_AS, a->base.vm + lim->worker_bytes);
}

/* SIGINT of the terminal goes to the whole process group; the parent decides what it means. */
static void worker_signals(const sigset_t *mask)
{
	static const int dfl[] = { SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGCHLD, SIGSEGV, SIGBUS, SIGABRT,
				   SIGILL, SIGFPE, SIGALRM, SIGUSR1, SIGUSR2 };

	for (size_t i = 0; i < ARRAY_SIZE(dfl); i++)
		signal(dfl[i], SIG_DFL);
	signal(SIGINT, SIG_IGN);
	sigprocmask(SIG_SETMASK, mask, NULL);
}

/* libclang prints stack traces when it dies; GFPCHECK_WORKER_STDERR keeps them, and core files. */
static void worker_streams(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return;
	dup2(fd, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	if (!getenv("GFPCHECK_WORKER_STDERR")) {
		dup2(fd, STDERR_FILENO);
		limit_soft(RLIMIT_CORE, 0);
	}
	if (fd > STDERR_FILENO)
		close(fd);
}

static int send_all(int fd, const void *p, size_t n)
{
	const char *at = p;

	while (n) {
		ssize_t w = send(fd, at, n, MSG_NOSIGNAL);

		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return -1;
		at += w;
		n -= (size_t)w;
	}
	return 0;
}

static int recv_all(int fd, void *p, size_t n)
{
	char *at = p;

	while (n) {
		ssize_t r = recv(fd, at, n, 0);

		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return -1;
		at += r;
		n -= (size_t)r;
	}
	return 0;
}

/* What is left would be too little for the next job, or the machine is better off with the memory back. */
static bool has_grown(const struct pool_worker_args *a)
{
	u64 max = a->lim->worker_bytes;
	struct pool_mem now;

	if (!max || !a->base.vm || !pool_mem_read(0, &now))
		return false;
	return now.rss > a->base.rss + max / 2 || now.vm > a->base.vm + max / 4 * 3;
}

static int worker_job(const struct pool_worker_args *a, void *state, u32 job, struct strbuf *reply)
{
	struct pool_reply head = { .magic = POOL_MAGIC, .job = job };

	strbuf_reset(reply);
	head.failed = a->ops->work(a->ctx, state, job, reply) != 0;
	if (reply->len > POOL_REPLY_MAX) {
		strbuf_free(reply);
		strbuf_puts(reply, "the result is larger than 64 MiB");
		head.failed = 1;
	}
	head.retire = has_grown(a);
	head.len = reply->len;
	if (send_all(a->fd, &head, sizeof(head)) || send_all(a->fd, reply->buf, reply->len))
		return -1;
	if (reply->cap > 1 << 20)
		strbuf_free(reply);
	return 0;
}

_Noreturn void pool_worker_main(const struct pool_worker_args *a)
{
	struct strbuf reply = { 0 };
	void *state;
	u32 job;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != a->parent_pid)
		_exit(0);
	worker_signals(a->mask);
	worker_streams();
	worker_limits(a);
	state = a->ops->start ? a->ops->start(a->ctx) : NULL;
	while (!recv_all(a->fd, &job, sizeof(job)))
		if (worker_job(a, state, job, &reply))
			break;
	_exit(0);
}
