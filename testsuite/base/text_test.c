// SPDX-License-Identifier: GPL-2.0-only
/* base/text, base/progress and base/timer. */
#include "base/progress.h"
#include "base/text.h"
#include "base/timer.h"
#include "../test.h"

static void check_escape(struct test *t, const char *in, const char *want)
{
	struct strbuf sb = { 0 };

	text_escape(&sb, in);
	CHECK_STR(t, strbuf_str(&sb), want);
	strbuf_free(&sb);
}

static void test_escape(struct test *t)
{
	check_escape(t, "", "");
	check_escape(t, "drivers/x/foo.c", "drivers/x/foo.c");
	check_escape(t, "a\033[2Jb\nc\td\r\x7f", "a\\x1b[2Jb\\nc\\td\\x0d\\x7f");
	check_escape(t, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\xa7", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\xa7");
	check_escape(t, "\x9b" "31m", "\\x9b31m");			/* an 8-bit CSI */
	check_escape(t, "\xc2\x9b" "31m", "\\u009b31m");		/* the same in UTF-8 */
	check_escape(t, "a\xe2\x80\xae" "b", "a\\u202eb");		/* direction override */
	check_escape(t, "\xc0\xaf", "\\xc0\\xaf");			/* overlong */
	check_escape(t, "\xed\xa0\x80", "\\xed\\xa0\\x80");		/* surrogate */
	check_escape(t, "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80");	/* above U+10FFFF */
	check_escape(t, "x\xe2\x82", "x\\xe2\\x82");			/* cut off */
}

static void test_nearest(struct test *t)
{
	static const char *const words[] = { "scan", "diff", "explain", "doctor" };
	char longer[200];

	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	CHECK_STR(t, text_nearest("scna", words, 4), "scan");
	CHECK_STR(t, text_nearest("docter", words, 4), "doctor");
	CHECK_STR(t, text_nearest("explian", words, 4), "explain");
	CHECK(t, !text_nearest("zzzz", words, 4));
	CHECK(t, !text_nearest("", words, 4));
	CHECK(t, !text_nearest("x", words, 4));
	CHECK(t, !text_nearest(longer, words, 4));
	CHECK(t, !text_nearest("scan", words, 0));
}

static void check_line(struct test *t, const struct progress *p, double now, const char *what, const char *want)
{
	struct strbuf sb = { 0 };

	progress_format(p, now, what, &sb);
	CHECK_STR(t, strbuf_str(&sb), want);
	strbuf_free(&sb);
}

static void test_progress(struct test *t)
{
	struct progress p = { .fd = -1, .unit = "TUs", .total = 22061, .done = 1200 };

	check_line(t, &p, 26.5, "a.c", "gfpcheck: 1200 of 22061 TUs (5 %), 45/s\n");
	p = (struct progress){ .fd = -1, .smart = true, .columns = 80, .unit = "TUs", .total = 456, .done = 123 };
	check_line(t, &p, 10, "drivers/net/foo.c", "[123/456 12.3/s] drivers/net/foo.c");
	check_line(t, &p, 10, "a\033[31m", "[123/456 12.3/s] a\\x1b[31m");
	check_line(t, &p, 10, NULL, "[123/456 12.3/s]");
	check_line(t, &p, 0, "", "[123/456 0.0/s] ");
	p.columns = 22;
	check_line(t, &p, 10, "drivers/net/foo.c", "[123/456 12.3/s] oo.c");
	check_line(t, &p, 10, "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9",
		   "[123/456 12.3/s] \xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9");
	p.columns = 10;
	check_line(t, &p, 10, "drivers/net/foo.c", "[123/456 12.3/s]");
	/* Nobody asked: no crash. */
	progress_begin(NULL, "TUs", 1);
	progress_step(NULL, "x");
	progress_end(NULL);
}

static void test_timer(struct test *t)
{
	struct timers tm = { 0 };
	struct strbuf sb = { 0 };

	timer_begin(&tm, "parse");
	timer_begin(&tm, "write");
	timer_end(&tm, "write");
	timer_end(&tm, "parse");
	timer_begin(&tm, "parse");
	timer_end(&tm, "parse");
	timer_count(&tm, "edges", 40);
	timer_count(&tm, "edges", 2);
	timer_begin(NULL, "x");
	timer_end(NULL, "x");
	timers_print(&tm, &sb);
	CHECK(t, tm.phase.nr == 2 && tm.count.nr == 1 && tm.count.at[0].value == 42);
	CHECK(t, !strncmp(strbuf_str(&sb), "phase ", 6));
	CHECK(t, strstr(strbuf_str(&sb), "\nparse ") && strstr(strbuf_str(&sb), "\n  write "));
	CHECK(t, strstr(strbuf_str(&sb), "\nedges               42\n"));
	CHECK(t, timer_peak_self() > 0);
	strbuf_free(&sb);
	timers_free(&tm);
}

int main(void)
{
	struct test t = { 0 };

	test_escape(&t);
	test_nearest(&t);
	test_progress(&t);
	test_timer(&t);
	return test_done(&t);
}
