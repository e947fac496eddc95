/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Unit tests in C: each *_test.c is one program that prints TAP and runs with testsuite/ as its folder.
 * A CHECK that fails prints the place and goes on.  test_done() prints the plan and gives the exit status.
 */
#ifndef TEST_H
#define TEST_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct test {
	unsigned int nr, nr_failed;
};

static inline void test_check(struct test *t, bool ok, const char *name, const char *file, int line)
{
	printf("%sok %u - %s\n", ok ? "" : "not ", ++t->nr, name);
	if (!ok) {
		t->nr_failed++;
		printf("# %s:%d\n", file, line);
	}
	fflush(stdout);		/* a test that crashes still shows how far it came */
}

#define CHECK(t, cond) test_check(t, (cond), #cond, __FILE__, __LINE__)
#define CHECK_NAMED(t, cond, name) test_check(t, (cond), name, __FILE__, __LINE__)
#define CHECK_STR(t, got, want) do {						\
	const char *got_ = (got), *want_ = (want);				\
	bool ok_ = got_ && !strcmp(got_, want_);				\
	test_check(t, ok_, #got " is " #want, __FILE__, __LINE__);		\
	if (!ok_)								\
		printf("#  got: %s\n# want: %s\n", got_ ? got_ : "(null)", want_); \
} while (0)

static inline int test_done(struct test *t)
{
	printf("1..%u\n", t->nr);
	return t->nr_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
