// SPDX-License-Identifier: GPL-2.0-only
/*
 * The signals that end a run.  They are blocked and read from a descriptor, so that the poll() loop sees them
 * between two jobs and no handler with global state is needed.  The caller's handlers and mask are
 * untouched: the signal is raised again under them once the workers are gone.
 */
#include "base/pool_int.h"

#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* Only signals that the user did not switch off (nohup, background jobs). */
void pool_signals_take(struct pool_signals *s)
{
	static const int ends[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction sa;
	sigset_t set;

	*s = (struct pool_signals){ 0 };
	sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (!sigaction(ends[i], NULL, &sa) && sa.sa_handler != SIG_IGN)
			sigaddset(&set, ends[i]);
	sigprocmask(SIG_BLOCK, &set, &s->old_mask);
	s->fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (s->fd < 0)		/* workers die with us all the same: PR_SET_PDEATHSIG */
		sigprocmask(SIG_SETMASK, &s->old_mask, NULL);

	/* An inherited SIG_IGN would make wait4() fail. */
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = SIG_DFL;
	sigaction(SIGCHLD, &sa, &s->old_chld);
}

void pool_signals_poll(struct pool_signals *s)
{
	struct signalfd_siginfo si;

	if (read(s->fd, &si, sizeof(si)) == (ssize_t)sizeof(si))
		s->caught = (int)si.ssi_signo;
}

void pool_signals_give_back(struct pool_signals *s)
{
	if (s->fd >= 0)
		close(s->fd);
	sigaction(SIGCHLD, &s->old_chld, NULL);
	if (s->caught)
		raise(s->caught);
	sigprocmask(SIG_SETMASK, &s->old_mask, NULL);
}

/* strsignal() follows the locale. */
const char *pool_signal_name(int sig)
{
	static const struct {
		int sig;
		const char *name;
	} names[] = {
		{ SIGSEGV, "Segmentation fault" }, { SIGABRT, "Aborted" }, { SIGBUS, "Bus error" },
		{ SIGILL, "Illegal instruction" }, { SIGFPE, "Floating point exception" },
		{ SIGKILL, "Killed" }, { SIGTERM, "Terminated" }, { SIGTRAP, "Trap" },
		{ SIGINT, "Interrupt" }, { SIGHUP, "Hangup" }, { SIGQUIT, "Quit" },
		{ SIGSYS, "Bad system call" }, { SIGPIPE, "Broken pipe" }, { SIGALRM, "Alarm clock" },
		{ SIGXCPU, "CPU time limit exceeded" }, { SIGXFSZ, "File size limit exceeded" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].sig == sig)
			return names[i].name;
	return "unknown";
}
