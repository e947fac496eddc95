/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One run of an external program: an argument vector and never a shell, a limit of time and of output, and no child
 * that outlives it.  stdin is /dev/null; stdout and stderr arrive as one text, or as two.  The locale is C.
 */
#ifndef BASE_EXEC_H
#define BASE_EXEC_H

#include "base/bug.h"
#include "base/strbuf.h"

struct exec {
	const char *const *argv;	/* NULL-terminated; argv[0] is the path of the program */
	const char *dir;		/* its current folder; NULL: ours */
	const char *const *env;		/* NULL-terminated: "NAME=value" is set, "NAME" is unset; or NULL */
	struct strbuf *complaints;	/* stderr, apart from stdout; or NULL */
	u32 seconds;
	size_t max_output;		/* bytes; a program that says more is ended */
	u64 max_memory, max_file;	/* bytes of its address space, of a file that it writes; 0: no limit */
};

/*
 * The program of that name in $PATH, or NULL; owned by the caller.  Relative folders of $PATH are passed over: what
 * stands there may be of the tree under analysis.
 */
char *exec_find(const char *name);

/* 0: it ended with status 0.  -1: it did not, and why says so in one line.  out: what it said until then. */
int exec_run(const struct exec *x, struct strbuf *out, struct strbuf *why) __must_check;

#endif
