// SPDX-License-Identifier: GPL-2.0-only
/* The pool of forked workers: every way in which a job can end, and what a run leaves behind. */
#include "base/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../test.h"

#define NR_MAX 600

enum act {
	ACT_GOOD, ACT_FAIL, ACT_SEGV, ACT_EXIT, ACT_EXIT0, ACT_HANG, ACT_EAT, ACT_BIG, ACT_HUGE, ACT_HALF,
	ACT_GROW, ACT_EMPTY, ACT_STDOUT, ACT_FDS, ACT_DEEP,
};

struct run {
	enum act act[NR_MAX];
	enum pool_status st[NR_MAX];
	char detail[NR_MAX][128];
	char text[NR_MAX][64];
	size_t len[NR_MAX];
	u32 calls[NR_MAX];
	u32 nr_done;
	u32 seen[NR_MAX];		/* order of completion */
	bool is_start_bad;
	int first_fd;
};

static void *start(void *ctx)
{
	struct run *r = ctx;

	if (r->is_start_bad)
		abort();
	return calloc(1, sizeof(u32));
}

static void eat(size_t mib)
{
	for (size_t i = 0; i < mib; i++)
		memset(xmalloc(1 << 20), 1, 1 << 20);
}

static u32 deep(u32 n)
{
	volatile char frame[16384];

	frame[0] = (char)n;
	return n ? deep(n - 1) + (u32)frame[0] : 0;
}

static u32 open_fds(void)
{
	u32 n = 0;

	for (int fd = 3; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static int work(void *ctx, void *state, u32 job, struct strbuf *reply)
{
	struct run *r = ctx;
	volatile int *null = NULL;

	++*(u32 *)state;
	switch (r->act[job]) {
	case ACT_FAIL:
		strbuf_printf(reply, "failed %u", job);
		return -1;
	case ACT_SEGV:
		signal(SIGSEGV, SIG_DFL);	/* the sanitizer has its own */
		raise(SIGSEGV);
		*null = 1;
		return 0;
	case ACT_EXIT:
		_exit(1);
	case ACT_EXIT0:
		_exit(0);
	case ACT_HANG:
		for (;;)
			pause();
	case ACT_EAT:
		eat(4096);
		return 0;
	case ACT_GROW:
		eat(40);
		break;
	case ACT_BIG:
		for (u32 i = 0; i < 1 << 20; i++)
			strbuf_printf(reply, "%016x", i);
		return 0;
	case ACT_HUGE:
		for (u32 i = 0; i < 65; i++) {
			char *p = calloc(1, 1 << 20);

			strbuf_add(reply, p, 1 << 20);
			free(p);
		}
		return 0;
	case ACT_HALF: {	/* a reply that breaks off: header and a bit, then the end */
		u32 head[8] = { 0x706c7931u, job, 0, 0, 1000, 0, 7, 7 };

		if (write(r->first_fd, head, sizeof(head)) < 0)
			_exit(2);
		_exit(9);
	}
	case ACT_EMPTY:
		return 0;
	case ACT_STDOUT:
		puts("not ok - a worker wrote to stdout");
		fflush(stdout);
		break;
	case ACT_FDS:
		usleep(20000);
		strbuf_printf(reply, "%u", open_fds());
		return 0;
	case ACT_DEEP:
		deep(1500);	/* 24 MiB */
		break;
	case ACT_GOOD:
		break;
	}
	strbuf_printf(reply, "job %u", job);
	return 0;
}

static void done(void *ctx, u32 job, enum pool_status st, const char *detail, const char *reply, size_t len)
{
	struct run *r = ctx;

	r->seen[r->nr_done++ % NR_MAX] = job;
	r->calls[job]++;
	r->st[job] = st;
	r->len[job] = len;
	snprintf(r->detail[job], sizeof(r->detail[job]), "%s", detail);
	snprintf(r->text[job], sizeof(r->text[job]), "%.*s", (int)MIN(len, (size_t)63), reply);
}

static const struct pool_ops ops = { start, work, done };

static struct run *run_new(u32 nr, enum act all)
{
	struct run *r = calloc(1, sizeof(*r));

	for (u32 i = 0; i < nr; i++)
		r->act[i] = all;
	r->first_fd = dup(0);		/* the lowest free descriptor: the worker's end is one above (see below) */
	close(r->first_fd);
	return r;
}

static bool all_once(const struct run *r, u32 nr)
{
	for (u32 i = 0; i < nr; i++)
		if (r->calls[i] != 1)
			return false;
	return r->nr_done == nr;
}

static bool no_children(void)
{
	return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD;
}

static void test_good(struct test *t)
{
	struct pool_limits lim = { .workers = 3, .job_seconds = 30 };
	struct run *r = run_new(500, ACT_GOOD);
	struct pool_usage use;
	struct err err = { 0 };
	u32 order[500], fds = open_fds(), bad = 0;

	for (u32 i = 0; i < 500; i++)
		order[i] = 499 - i;
	r->act[3] = ACT_EMPTY;
	r->act[4] = ACT_FAIL;
	r->act[5] = ACT_STDOUT;
	CHECK(t, !pool_run(&ops, r, order, 500, &lim, &use, &err));
	CHECK(t, all_once(r, 500));
	for (u32 i = 6; i < 500; i++) {
		char want[32];

		snprintf(want, sizeof(want), "job %u", i);
		bad += r->st[i] != POOL_OK || strcmp(r->text[i], want) || r->detail[i][0];
	}
	CHECK(t, !bad);
	CHECK(t, r->st[3] == POOL_OK && !r->len[3]);
	CHECK(t, r->st[4] == POOL_FAILED);
	CHECK_STR(t, r->text[4], "failed 4");
	CHECK_NAMED(t, r->seen[0] >= 497, "the order given is the order of the start");
	CHECK(t, !use.nr_replaced && !use.nr_retired);
	CHECK(t, no_children());
	CHECK(t, open_fds() == fds);
	free(r);
}

static void test_few(struct test *t)
{
	struct pool_limits lim = { .workers = 16 };
	struct run *r = run_new(2, ACT_GOOD);
	struct err err = { 0 };

	CHECK(t, !pool_run(&ops, r, NULL, 0, &lim, NULL, &err) && !r->nr_done);
	CHECK(t, !pool_run(&ops, r, NULL, 2, &lim, NULL, &err));
	CHECK(t, all_once(r, 2));
	lim.workers = 0;
	CHECK_NAMED(t, !pool_run(&ops, r, NULL, 2, &lim, NULL, &err) && r->nr_done == 4, "0 workers are 1");
	free(r);
}

static void test_crashes(struct test *t)
{
	struct pool_limits lim = { .workers = 2, .job_seconds = 1 };
	struct run *r = run_new(40, ACT_GOOD);
	struct pool_usage use;
	struct err err = { 0 };
	u32 good = 0;

	r->act[0] = ACT_SEGV;
	r->act[7] = ACT_EXIT;
	r->act[8] = ACT_EXIT0;
	r->act[9] = ACT_SEGV;
	r->act[20] = ACT_HANG;
	r->act[39] = ACT_SEGV;
	CHECK(t, !pool_run(&ops, r, NULL, 40, &lim, &use, &err));
	CHECK(t, all_once(r, 40));
	CHECK(t, r->st[0] == POOL_CRASHED && r->st[39] == POOL_CRASHED);
	CHECK_STR(t, r->detail[0], "signal 11 (Segmentation fault)");
	CHECK_STR(t, r->detail[7], "exit status 1");
	CHECK_STR(t, r->detail[8], "exit status 0");
	CHECK(t, r->st[20] == POOL_TIMEOUT);
	CHECK_STR(t, r->detail[20], "more than 1 s");
	for (u32 i = 0; i < 40; i++)
		good += r->st[i] == POOL_OK;
	CHECK(t, good == 34);
	CHECK(t, use.nr_replaced == 6);
	CHECK(t, no_children());
	free(r);
}

static void test_start_crashes(struct test *t)
{
	struct pool_limits lim = { .workers = 2, .job_seconds = 10 };
	struct run *r = run_new(5, ACT_GOOD);
	struct err err = { 0 };

	r->is_start_bad = true;
	CHECK(t, !pool_run(&ops, r, NULL, 5, &lim, NULL, &err));
	CHECK(t, all_once(r, 5) && r->st[4] == POOL_CRASHED);
	free(r);
}

static void test_memory(struct test *t)
{
	struct pool_limits lim = { .workers = 2, .job_seconds = 60, .worker_bytes = 256ull << 20 };
	struct run *r = run_new(30, ACT_GOOD);
	struct pool_usage use;
	struct err err = { 0 };

	r->act[1] = ACT_EAT;
	CHECK(t, !pool_run(&ops, r, NULL, 30, &lim, &use, &err));
	CHECK(t, all_once(r, 30) && r->st[0] == POOL_OK && r->st[29] == POOL_OK);
	CHECK(t, r->st[1] == POOL_MEMORY);
	CHECK_STR(t, r->detail[1], "more than 256 MiB");
	CHECK(t, use.nr_replaced == 1 && !use.nr_retired);
	CHECK(t, use.peak_bytes > 100ull << 20);
	free(r);

	r = run_new(30, ACT_GROW);	/* 40 MiB each: gone after the fourth */
	CHECK(t, !pool_run(&ops, r, NULL, 30, &lim, &use, &err));
	CHECK(t, all_once(r, 30) && r->st[29] == POOL_OK);
	CHECK(t, !use.nr_replaced && use.nr_retired >= 5);
	CHECK(t, no_children());
	free(r);
}

static void test_replies(struct test *t)
{
	struct pool_limits lim = { .workers = 2, .job_seconds = 60 };
	struct run *r = run_new(8, ACT_GOOD);
	struct err err = { 0 };

	r->act[0] = ACT_BIG;
	r->act[1] = ACT_BIG;
	r->act[2] = ACT_HUGE;
	CHECK(t, !pool_run(&ops, r, NULL, 8, &lim, NULL, &err));
	CHECK(t, all_once(r, 8));
	CHECK(t, r->st[0] == POOL_OK && r->len[0] == 16 << 20 && r->len[1] == 16 << 20);
	CHECK(t, r->st[2] == POOL_FAILED);
	CHECK_STR(t, r->text[2], "the result is larger than 64 MiB");
	free(r);
}

/* With one worker the socket is (sigfd, parent's end, worker's end) from the lowest free descriptor on. */
static void test_half_reply(struct test *t)
{
	struct pool_limits lim = { .workers = 1, .job_seconds = 10 };
	struct run *r = run_new(3, ACT_GOOD);
	struct err err = { 0 };

	r->act[1] = ACT_HALF;
	r->first_fd += 2;
	CHECK(t, !pool_run(&ops, r, NULL, 3, &lim, NULL, &err));
	CHECK(t, r->st[1] == POOL_CRASHED && !r->len[1]);
	CHECK_STR(t, r->detail[1], "exit status 9");
	CHECK(t, r->st[2] == POOL_OK);
	free(r);
}

static void test_fds_and_stack(struct test *t)
{
	struct pool_limits lim = { .workers = 4, .job_seconds = 30, .stack_mib = 64 };
	struct run *r = run_new(9, ACT_FDS);
	struct err err = { 0 };
	u32 fds = open_fds(), bad = 0;

	r->act[8] = ACT_DEEP;
	CHECK(t, !pool_run(&ops, r, NULL, 9, &lim, NULL, &err));
	for (u32 i = 0; i < 8; i++)
		bad += (u32)atoi(r->text[i]) != fds + 1;
	CHECK_NAMED(t, !bad, "a worker holds its own socket and no other");
	CHECK_NAMED(t, r->st[8] == POOL_OK, "24 MiB of stack");
	free(r);
}

/* As root, RLIMIT_NPROC does not bind; descriptors do. */
static void test_no_worker(struct test *t)
{
	struct pool_limits lim = { .workers = 2 };
	struct run *r = run_new(2, ACT_GOOD);
	struct rlimit old, none;
	struct err err = { 0 };

	getrlimit(RLIMIT_NOFILE, &old);
	none = old;
	none.rlim_cur = 3;
	setrlimit(RLIMIT_NOFILE, &none);
	CHECK(t, pool_run(&ops, r, NULL, 2, &lim, NULL, &err) == -1);
	setrlimit(RLIMIT_NOFILE, &old);
	CHECK(t, !strncmp(err.msg, "cannot start a worker process", 29) && !r->nr_done);
	free(r);
}

/* A child runs a pool of hanging jobs; it gets sig; its workers must be gone, also without the pool's help. */
static void test_signal(struct test *t, int sig)
{
	struct pool_limits lim = { .workers = 3 };
	struct run *r = run_new(3, ACT_HANG);
	struct err err = { 0 };
	int status, alive[2];
	char c;
	pid_t pid;

	if (pipe(alive))
		abort();
	pid = fork();
	if (!pid) {
		close(alive[0]);	/* the workers inherit the other end */
		_exit(pool_run(&ops, r, NULL, 3, &lim, NULL, &err) ? 77 : 78);
	}
	close(alive[1]);
	usleep(300000);
	kill(pid, sig);
	waitpid(pid, &status, 0);
	CHECK(t, WIFSIGNALED(status) && WTERMSIG(status) == sig);
	CHECK_NAMED(t, !read(alive[0], &c, 1), "no worker survives");
	close(alive[0]);
	free(r);
}

int main(void)
{
	struct test t = { 0 };

	alarm(300);
	test_good(&t);
	test_few(&t);
	test_crashes(&t);
	test_start_crashes(&t);
	test_memory(&t);
	test_replies(&t);
	test_half_reply(&t);
	test_fds_and_stack(&t);
	test_no_worker(&t);
	test_signal(&t, SIGINT);
	test_signal(&t, SIGTERM);
	test_signal(&t, SIGKILL);
	return test_done(&t);
}
