// SPDX-License-Identifier: GPL-2.0-only
/* Failure: see bug.h for which kind is for what. */
#include "base/bug.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int err_set(struct err *e, const char *fmt, ...)
{
	va_list ap;

	if (!e || e->msg[0])
		return -1;
	va_start(ap, fmt);
	vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	return -1;
}

int err_errno(struct err *e, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;
	size_t n;

	if (!e || e->msg[0])
		return -1;
	va_start(ap, fmt);
	vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	n = strlen(e->msg);
	snprintf(e->msg + n, sizeof(e->msg) - n, ": %s", strerror(saved));
	return -1;
}

void bug_at(const char *file, int line, const char *what)
{
	fprintf(stderr, "gfpcheck: BUG at %s:%d: %s\n", file, line, what);
	abort();
}

void warn(const char *fmt, ...)
{
	va_list ap;

	fputs("gfpcheck: warning: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

void out_of_memory(void)
{
	fputs("gfpcheck: out of memory\n", stderr);
	exit(EXIT_INCOMPLETE);
}

static void *oom_check(void *p)
{
	if (!p)
		out_of_memory();
	return p;
}

void *xmalloc(size_t n)
{
	return oom_check(malloc(n ? n : 1));
}

void *xcalloc(size_t nr, size_t size)
{
	return oom_check(calloc(nr ? nr : 1, size ? size : 1));
}

void *xrealloc(void *p, size_t n)
{
	return oom_check(realloc(p, n ? n : 1));
}

char *xstrdup(const char *s)
{
	return oom_check(strdup(s));
}
