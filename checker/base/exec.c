// SPDX-License-Identifier: GPL-2.0-only
/*
 * See exec.h.  The child leads a process group of its own, which is killed as a whole: a wrapper script in the place
 * of the program leaves nobody behind.
 */
#include "base/exec.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

char *exec_find(const char *name)
{
	const char *path = getenv("PATH");

	for (const char *s = path ? path : ""; *s;) {
		size_t n = strcspn(s, ":");
		char *dir = xcalloc(n + 1, 1), *file;

		memcpy(dir, s, n);
		file = path_join(dir, name);
		free(dir);
		if (*s == '/' && !access(file, X_OK) && !path_is_dir(file))
			return file;
		free(file);
		s += n + (s[n] == ':');
	}
	return NULL;
}

static s64 now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (s64)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void set_environment(const char *const *env)
{
	for (; env && *env; env++) {
		if (strchr(*env, '='))
			putenv((char *)*env);
		else
			unsetenv(*env);
	}
	setenv("LC_ALL", "C", 1);
}

static void limit(int what, rlim_t value)
{
	setrlimit(what, &(struct rlimit){ value, value });
}

static void set_limits(const struct exec *x)
{
	limit(RLIMIT_CORE, 0);
	if (x->max_memory)
		limit(RLIMIT_AS, x->max_memory);
	if (x->max_file)
		limit(RLIMIT_FSIZE, x->max_file);
}

static _Noreturn void run_child(const struct exec *x, int out, int complaints)
{
	int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	set_limits(x);
	set_environment(x->env);
	if (in < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(complaints, 2) < 0 || (x->dir && chdir(x->dir)))
		_exit(126);
	execv(x->argv[0], (char **)x->argv);
	_exit(127);
}

/* Until the end of what it says; false: it has to be ended, and why says so. */
static bool listen_to(const struct exec *x, int fd, s64 end, struct strbuf *out, struct strbuf *why)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char part[16384];

	for (;;) {
		s64 left = end - now_ms();
		ssize_t n;

		if (left <= 0)
			break;
		if (poll(&p, 1, (int)MIN(left, 1000)) <= 0)
			continue;
		n = read(fd, part, sizeof(part));
		if (!n)
			return true;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || out->len + (size_t)n > x->max_output) {
			strbuf_puts(why, n < 0 ? "cannot be read" : "has too much to say");
			return false;
		}
		strbuf_add(out, part, (size_t)n);
	}
	strbuf_printf(why, "more than %u s", x->seconds);
	return false;
}

/* It has nothing more to say and should end now. */
static bool wait_until(const struct exec *x, pid_t pid, s64 end, int *status, struct strbuf *why)
{
	struct timespec nap = { 0, 500000 };
	pid_t got;

	while (!(got = waitpid(pid, status, WNOHANG)) || (got < 0 && errno == EINTR)) {
		if (now_ms() > end) {
			strbuf_printf(why, "more than %u s", x->seconds);
			return false;
		}
		nanosleep(&nap, NULL);
		if (nap.tv_nsec < 20000000)
			nap.tv_nsec *= 2;
	}
	return true;
}

/* How it ended, with the last line of what it said. */
static void say_status(int status, const struct strbuf *out, struct strbuf *why)
{
	size_t end = out->len, at;

	if (WIFSIGNALED(status))
		strbuf_printf(why, "signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		strbuf_printf(why, "exit status %d", WEXITSTATUS(status));
	while (end && out->buf[end - 1] == '\n')
		end--;
	for (at = end; at && out->buf[at - 1] != '\n';)
		at--;
	if (end > at) {
		strbuf_puts(why, ": ");
		strbuf_add(why, out->buf + at, MIN(end - at, (size_t)200));
	}
}

/* What it said on stderr: at most that much, the rest is not worth it. */
static void read_complaints(const struct exec *x, int fd)
{
	char part[4096];
	ssize_t n;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return;
	while (x->complaints->len < 65536 && (n = read(fd, part, sizeof(part))) > 0)
		strbuf_add(x->complaints, part, (size_t)n);
}

static int run(const struct exec *x, int complaints, struct strbuf *out, struct strbuf *why)
{
	s64 end = now_ms() + (s64)x->seconds * 1000;
	int fd[2], status = 0;
	bool ended;
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC)) {
		strbuf_puts(why, "cannot be started: no pipe");
		return -1;
	}
	pid = fork();
	if (!pid)
		run_child(x, fd[1], complaints < 0 ? fd[1] : complaints);
	close(fd[1]);
	if (pid < 0) {
		close(fd[0]);
		strbuf_puts(why, "cannot be started: no process");
		return -1;
	}
	setpgid(pid, pid);
	ended = listen_to(x, fd[0], end, out, why) && wait_until(x, pid, end, &status, why);
	close(fd[0]);
	if (!ended) {
		kill(-pid, SIGKILL);
		kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		return -1;
	}
	if (complaints >= 0)
		read_complaints(x, complaints);
	if (!status)
		return 0;
	say_status(status, x->complaints ? x->complaints : out, why);
	return -1;
}

int exec_run(const struct exec *x, struct strbuf *out, struct strbuf *why)
{
	int fd, rc;

	if (!x->complaints)
		return run(x, -1, out, why);
	/* a file: nobody has to read two pipes at a time */
	fd = memfd_create("stderr", MFD_CLOEXEC);
	if (fd < 0) {
		strbuf_puts(why, "cannot be started: no file for its complaints");
		return -1;
	}
	rc = run(x, fd, out, why);
	close(fd);
	return rc;
}
