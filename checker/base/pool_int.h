/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the two sides of the pool share: pool.c and pool_signal.c are the parent, pool_worker.c is the child.
 *
 * One socket pair per worker.  Down: a job number (u32).  Up: struct pool_reply and its bytes.  A socket and
 * not a pipe, because MSG_NOSIGNAL makes writing to a dead worker an error instead of a SIGPIPE.
 */
#ifndef BASE_POOL_INT_H
#define BASE_POOL_INT_H

#include <signal.h>

#include "base/pool.h"

#define POOL_REPLY_MAX	(64ull << 20)
#define POOL_MAGIC	0x706c7931u

struct pool_reply {
	u32 magic;
	u32 job;
	u32 failed;
	u32 retire;		/* the worker has grown: let it go */
	u64 len;
};

/* Size of a process in bytes. */
struct pool_mem {
	u64 vm, rss;
};

/* pid 0: this process.  False when it is gone or /proc is not there. */
bool pool_mem_read(int pid, struct pool_mem *out);

struct pool_worker_args {
	const struct pool_ops *ops;
	void *ctx;
	const struct pool_limits *lim;
	const sigset_t *mask;		/* signal mask from before the run */
	struct pool_mem base;		/* of the parent at the fork; 0 when unknown */
	int parent_pid;
	int fd;				/* the worker's end of the socket */
};

/* The parent's signals during a run (pool_signal.c). */
struct pool_signals {
	int fd;				/* signalfd, -1 without */
	int caught;			/* the signal that ends the run, or 0 */
	sigset_t old_mask;
	struct sigaction old_chld;
};

void pool_signals_take(struct pool_signals *s);
void pool_signals_poll(struct pool_signals *s);
/* With the workers gone, a caught signal now does what it would have done without us. */
void pool_signals_give_back(struct pool_signals *s);
const char *pool_signal_name(int sig);

_Noreturn void pool_worker_main(const struct pool_worker_args *a);

#endif
