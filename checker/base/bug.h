/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The three kinds of failure, and only these:
 *
 *  - BUG(): the fault is ours. Aborts with file and line; never used for bad input.
 *  - struct err: the environment or the input is at fault. The function returns -1 and leaves one
 *    sentence in *err; the caller passes it up until the command prints it. The first one wins.
 *  - a skip record (report/finding.h): one TU could not be analysed; it is counted and the run goes on.
 */
#ifndef BASE_BUG_H
#define BASE_BUG_H

#include "base/types.h"

/* Exit status of the program: the contract of the command line. */
enum exit_status {
	EXIT_CLEAN = 0,		/* complete, no finding */
	EXIT_FINDINGS = 1,
	EXIT_USAGE = 2,		/* usage or configuration error */
	EXIT_INCOMPLETE = 3,	/* some TU was not analysed */
};

struct err {
	char msg[1024];		/* one line, no newline, empty when nothing failed */
};

/* Keeps the first message; always returns -1, so that "return err_set(...)" reads well. */
int err_set(struct err *e, const char *fmt, ...) __printf(2, 3);
/* As err_set(), with ": strerror(errno)" behind the text. */
int err_errno(struct err *e, const char *fmt, ...) __printf(2, 3);

_Noreturn void bug_at(const char *file, int line, const char *what);
#define BUG(what) bug_at(__FILE__, __LINE__, (what))
#define BUG_ON(cond) do { if (cond) BUG(#cond); } while (0)

/* A line on stderr, "gfpcheck: warning: ...". For things the user must know that do not stop the run. */
void warn(const char *fmt, ...) __printf(1, 2);

/* Ends the process with a message and status 3. */
_Noreturn void out_of_memory(void);
/* malloc family that never returns NULL: out of memory ends the process with a message and status 3. */
void *xmalloc(size_t n) __attribute__((malloc));
void *xcalloc(size_t nr, size_t size) __attribute__((malloc));
void *xrealloc(void *p, size_t n);
char *xstrdup(const char *s) __attribute__((malloc));

#endif
