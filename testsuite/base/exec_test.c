// SPDX-License-Identifier: GPL-2.0-only
/* External programs: what they say, how they end, what they are given, and that none outlives its limit. */
#include <time.h>

#include "../test.h"
#include "base/exec.h"

struct result {
	struct strbuf out, complaints, why;
	int rc;
};

static void run(struct result *r, const char *script, bool apart, u32 seconds, size_t max)
{
	static const char *const env[] = { "GIVEN=a value", "TAKEN", NULL };
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	struct exec x = { .argv = argv, .dir = "/", .env = env, .seconds = seconds, .max_output = max };

	*r = (struct result){ 0 };
	if (apart)
		x.complaints = &r->complaints;
	r->rc = exec_run(&x, &r->out, &r->why);
}

static void done(struct result *r)
{
	strbuf_free(&r->out);
	strbuf_free(&r->complaints);
	strbuf_free(&r->why);
}

static void says(struct test *t)
{
	struct result r;

	run(&r, "echo one; echo two >&2; pwd; cat", false, 10, 1000);
	CHECK(t, !r.rc);
	CHECK_STR(t, strbuf_str(&r.out), "one\ntwo\n/\n");
	done(&r);
	run(&r, "echo one; echo two >&2", true, 10, 1000);
	CHECK(t, !r.rc);
	CHECK_STR(t, strbuf_str(&r.out), "one\n");
	CHECK_STR(t, strbuf_str(&r.complaints), "two\n");
	done(&r);
	setenv("TAKEN", "x", 1);
	run(&r, "echo \"$GIVEN $TAKEN $LC_ALL\"", false, 10, 1000);
	CHECK_STR(t, strbuf_str(&r.out), "a value  C\n");
	CHECK_STR(t, getenv("TAKEN"), "x");
	done(&r);
}

static void ends(struct test *t)
{
	time_t begin = time(NULL);
	struct result r;

	run(&r, "echo no; exit 3", false, 10, 1000);
	CHECK(t, r.rc == -1);
	CHECK_STR(t, strbuf_str(&r.why), "exit status 3: no");
	done(&r);
	run(&r, "echo here; echo why >&2; exit 3", true, 10, 1000);
	CHECK_STR(t, strbuf_str(&r.why), "exit status 3: why");
	done(&r);
	run(&r, "kill -9 $$", false, 10, 1000);
	CHECK(t, r.rc == -1 && strstr(strbuf_str(&r.why), "signal 9"));
	done(&r);
	run(&r, "while :; do echo more; done", false, 10, 1000);
	CHECK_STR(t, strbuf_str(&r.why), "has too much to say");
	done(&r);
	run(&r, "sleep 100 & sleep 100", true, 1, 1000);
	CHECK_STR(t, strbuf_str(&r.why), "more than 1 s");
	CHECK(t, time(NULL) - begin < 30);
	done(&r);
}

static void limits(struct test *t)
{
	const char *const argv[] = { "/bin/sh", "-c", "ulimit -v; ulimit -f", NULL };
	struct exec x = { .argv = argv, .seconds = 10, .max_output = 100, .max_memory = 1 << 30, .max_file = 1 << 20 };
	struct result r = { 0 };

	r.rc = exec_run(&x, &r.out, &r.why);
	CHECK(t, !r.rc);
	CHECK_STR(t, strbuf_str(&r.out), "1048576\n2048\n");
	done(&r);
}

int main(void)
{
	struct test t = { 0 };
	char *sh = exec_find("sh");

	CHECK(&t, sh && sh[0] == '/');
	free(sh);
	CHECK(&t, !exec_find("no-such-program-anywhere"));
	says(&t);
	ends(&t);
	limits(&t);
	return test_done(&t);
}
