// SPDX-License-Identifier: GPL-2.0-only
/* Order, duplicates, fingerprints, and the way to JSON and back. */
#include "report/match.h"

#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "../test.h"

static struct place place(struct report *r, const char *file, u32 line, u32 col, const char *func)
{
	return (struct place){ strtab_add(&r->str, file), line, col, strtab_add(&r->str, func) };
}

static u32 add(struct report *r, const char *check, const char *file, u32 line, const char *func, const char *key)
{
	return report_add(r, check, SEV_WARNING, CONF_HIGH, place(r, file, line, 2, func), "may sleep", key);
}

static void test_order(struct test *t)
{
	struct report r;

	report_init(&r);
	add(&r, "sleep-in-atomic", "b.c", 5, "f", "k");
	add(&r, "gfp-in-atomic", "b.c", 5, "f", "k");
	add(&r, "gfp-in-atomic", "b.c", 40, "f", "k");
	add(&r, "gfp-in-atomic", "a.c", 9, "g", "k");
	report_skip(&r, "z.c", "more than 60 s");
	report_skip(&r, "y.c", "foo.h is missing");
	report_partial(&r, "d.c", "x");
	report_partial(&r, "c.c", "y");
	report_finish(&r, CONF_LOW);
	CHECK(t, r.finding.nr == 4);
	CHECK_STR(t, report_str(&r, r.finding.at[0].at.file), "a.c");
	CHECK_STR(t, r.finding.at[1].check, "gfp-in-atomic");
	CHECK_STR(t, r.finding.at[2].check, "sleep-in-atomic");
	CHECK(t, r.finding.at[3].at.line == 40);
	CHECK_STR(t, report_str(&r, r.skipped.at[0].file), "y.c");
	CHECK_STR(t, report_str(&r, r.partial.at[0].file), "c.c");
	report_free(&r);
}

static void test_duplicates(struct test *t)
{
	struct report r;
	struct place at;

	report_init(&r);
	at = place(&r, "a.h", 3, 4, "inline_f");
	report_add(&r, "gfp-in-atomic", SEV_WARNING, CONF_MEDIUM, at, "m", "k");
	report_add(&r, "gfp-in-atomic", SEV_WARNING, CONF_HIGH, at, "m", "k");
	report_step(&r, STEP_CALL, at, "x");
	report_step(&r, STEP_CALL, at, "y");
	report_add(&r, "gfp-in-atomic", SEV_WARNING, CONF_HIGH, at, "m", "k");
	report_step(&r, STEP_LOCK, at, "z");
	report_finish(&r, CONF_LOW);
	CHECK(t, r.finding.nr == 1);
	CHECK(t, r.finding.at[0].confidence == CONF_HIGH && r.finding.at[0].step_nr == 1);
	CHECK_STR(t, report_str(&r, r.step.at[r.finding.at[0].step_at].text), "z");
	report_free(&r);
}

/* The ids of two findings of one function, whose lines and whose order of insertion vary. */
static void ids_of(u32 first, u32 second, bool swap, enum confidence min, u64 out[2])
{
	struct report r;

	report_init(&r);
	add(&r, "gfp-in-atomic", "a.c", swap ? second : first, "f", "kmalloc lock");
	report_add(&r, "leak", SEV_WARNING, CONF_LOW, place(&r, "a.c", first, 1, "f"), "m", "k");
	add(&r, "gfp-in-atomic", "a.c", swap ? first : second, "f", "kmalloc lock");
	report_finish(&r, min);
	out[0] = r.finding.at[r.finding.nr - 2].id;
	out[1] = r.finding.at[r.finding.nr - 1].id;
	report_free(&r);
}

static void test_fingerprint(struct test *t)
{
	u64 a[2], b[2], c[2], d[2];
	struct report r;

	ids_of(10, 20, false, CONF_HIGH, a);
	ids_of(110, 220, false, CONF_HIGH, b);
	ids_of(10, 20, true, CONF_HIGH, c);
	CHECK(t, a[0] != a[1]);
	CHECK_NAMED(t, a[0] == b[0] && a[1] == b[1], "lines do not matter");
	CHECK_NAMED(t, a[0] == c[0] && a[1] == c[1], "the order of insertion does not matter");
	ids_of(10, 20, false, CONF_MEDIUM, d);
	CHECK_NAMED(t, a[0] == d[0] && a[1] == d[1], "--min-confidence does not matter");
	report_init(&r);
	add(&r, "gfp-in-atomic", "a.c", 1, "f", "k");
	add(&r, "gfp-in-atomic", "a.c", 2, "g", "k");
	add(&r, "gfp-in-atomic", "b.c", 1, "f", "k");
	add(&r, "leak", "b.c", 2, "f", "k");
	add(&r, "leak", "b.c", 3, "f", "l");
	report_finish(&r, CONF_LOW);
	for (u32 i = 0; i < r.finding.nr; i++)
		for (u32 k = 0; k < i; k++)
			CHECK(t, r.finding.at[i].id != r.finding.at[k].id);
	report_free(&r);
}

static void test_text(struct test *t)
{
	struct strbuf sb = { 0 };
	struct report r;

	report_init(&r);
	report_add(&r, "gfp-in-atomic", SEV_ERROR, CONF_HIGH, place(&r, "d/a.c", 512, 9, "f"),
		   "kzalloc() with GFP_KERNEL may sleep while 'p->lock' is held", "k");
	report_step(&r, STEP_LOCK, place(&r, "d/a.c", 498, 2, "f"), "'p->lock' taken \033[2Jhere");
	report_related(&r, place(&r, "d/b.c", 7, 3, "g"), "g()");
	r.nr_functions = 40;
	r.nr_tus = 3;
	r.nr_analysed = 2;
	report_skip(&r, "evil\n.c", "crashed");
	report_partial(&r, "d/c.c", "d/c.c:1:1: error: \033[2J");
	report_finish(&r, CONF_MEDIUM);
	report_set_fix(&r, &r.finding.at[0], "x.cocci", "--- a/d/a.c\n+\t\"\033\"\n");
	report_text(&r, false, &sb);
	CHECK_STR(t, strbuf_str(&sb),
		  "d/a.c:512:9: error: kzalloc() with GFP_KERNEL may sleep while 'p->lock' is held [gfp-in-atomic]\n"
		  "d/a.c:498:2: note: 'p->lock' taken \\x1b[2Jhere\n"
		  "d/b.c:7:3: note: also reached from g()\n"
		  "d/a.c:512:9: note: repaired by x.cocci:\n--- a/d/a.c\n+\t\"\\x1b\"\n");
	strbuf_reset(&sb);
	report_text_skipped(&r, &sb);
	report_text_summary(&r, &sb);
	CHECK_STR(t, strbuf_str(&sb), "evil\\n.c: not analysed: crashed\n"
		  "d/c.c: analysed in part: d/c.c:1:1: error: \\x1b[2J\n"
		  "1 finding (1 gfp-in-atomic) in 40 functions of 2 files; 1 TU not analysed"
		  "; 1 TU analysed in part\n");
	strbuf_free(&sb);
	report_free(&r);
}

#define A_DIFF "--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-\tkmalloc(1, GFP_KERNEL);\n+\tkmalloc(1, GFP_ATOMIC);\n"

static void fill(struct report *r)
{
	report_init(r);
	snprintf(r->kernel_version, sizeof(r->kernel_version), "6.1.0-rc7");
	snprintf(r->libclang, sizeof(r->libclang), "19.1.7");
	r->nr_tus = 7;
	r->nr_analysed = 6;
	r->nr_functions = 120;
	add(r, "gfp-in-atomic", "a.c", 3, "f", "k");
	report_step(r, STEP_CONTEXT, place(r, "a.c", 1, 1, ""), "quote \" backslash \\ newline \n bell \a");
	report_step(r, STEP_CALL, place(r, "a.c", 2, 1, "g"), "invalid \xff\xc0\x80 valid \xc3\xa9");
	report_related(r, place(r, "b.c", 4, 5, "h"), "h()");
	add(r, "leak", "b.c", 3, "f", "k");
	report_skip(r, "c.c", "generated/reg_safe.h is missing");
	report_partial(r, "b.c", "b.c:1:10: fatal error: 'x.h' file not found");
	report_count(r, "indirect calls without a target", 3);
	report_count(r, "indirect calls without a target", 2);
	report_finish(r, CONF_MEDIUM);
	report_set_fix(r, &r->finding.at[0], "gfp_in_atomic.cocci", A_DIFF);
}

/* Writes a report, reads it back, writes it again; also hands it to the schema's test script. */
static void test_json(struct test *t)
{
	char dir[] = "/tmp/gfpcheck-report-XXXXXX", path[64], command[256];
	struct strbuf one = { 0 }, two = { 0 };
	struct report r, back;
	struct err err = { 0 };

	fill(&r);
	report_json(&r, &one);
	CHECK(t, one.len && one.buf[one.len - 1] == '\n' && one.buf[one.len - 2] == '}');
	CHECK(t, strstr(one.buf, "quote \\\" backslash \\\\ newline \\n bell \\u0007"));
	CHECK(t, strstr(one.buf, "invalid \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd valid \xc3\xa9"));
	CHECK(t, strstr(one.buf, "\"indirect calls without a target\": 5"));
	if (!mkdtemp(dir))
		BUG("mkdtemp");
	snprintf(path, sizeof(path), "%s/r.json", dir);
	BUG_ON(file_write_atomic(path, one.buf, one.len, &err));
	report_init(&back);
	CHECK(t, !report_read_json(&back, path, &err));
	CHECK(t, back.finding.nr == 2 && back.finding.at[0].id == r.finding.at[0].id);
	CHECK(t, back.finding.at[0].step_nr == 2 && back.finding.at[0].related_nr == 1);
	CHECK(t, back.skipped.nr == 1 && back.partial.nr == 1 && back.nr_functions == 120);
	CHECK_STR(t, report_str(&back, back.partial.at[0].reason), "b.c:1:10: fatal error: 'x.h' file not found");
	CHECK_STR(t, report_str(&back, back.finding.at[0].fix_cocci), "gfp_in_atomic.cocci");
	CHECK_STR(t, report_str(&back, back.finding.at[0].fix_diff), A_DIFF);
	CHECK(t, !back.finding.at[1].fix_cocci && !back.finding.at[1].fix_diff);
	report_set_baseline(&r, &back, NULL);
	CHECK(t, r.finding.at[0].baseline == BASE_KNOWN && r.finding.at[1].baseline == BASE_KNOWN);
	report_json(&r, &two);
	CHECK(t, strstr(two.buf, "\"baseline\": \"unchanged\""));
	snprintf(command, sizeof(command), "python3 report/check-schema ../checker/doc/findings-v1.schema.json %s",
		 path);
	CHECK_NAMED(t, system(command) == 0, "the report follows the schema");
	unlink(path);
	rmdir(dir);
	report_free(&r);
	report_free(&back);
	strbuf_free(&one);
	strbuf_free(&two);
}

static void check_refused(struct test *t, const char *text, const char *why)
{
	char path[] = "/tmp/gfpcheck-bad-XXXXXX";
	int fd = mkstemp(path);
	struct err err = { 0 };
	struct report r;

	BUG_ON(fd < 0 || write(fd, text, strlen(text)) < 0);
	close(fd);
	report_init(&r);
	CHECK_NAMED(t, report_read_json(&r, path, &err) && strstr(err.msg, why), why);
	if (!strstr(err.msg, why))
		printf("# %s\n", err.msg);
	report_free(&r);
	unlink(path);
}

#define HEAD "{\"format\":\"gfpcheck-findings\",\"version\":1,\"counts\":{},\"findings\":["
#define ID "\"id\":\"0123456789abcdef\""

static void test_refused(struct test *t)
{
	check_refused(t, "", ":1:1: ");
	check_refused(t, "[\n\n1,]", ":3:");
	check_refused(t, "[]", "not the output of");
	check_refused(t, "{\"format\":\"gfpcheck-findings\",\"version\":2}", "format version 2");
	check_refused(t, "{\"format\":\"gfpcheck-findings\",\"version\":1}", "'counts' or 'findings'");
	check_refused(t, HEAD "3]}", "findings[0]: 'id'");
	check_refused(t, HEAD "{\"id\":\"0123456789ABCDEF\"}]}", "16 hexadecimal digits");
	check_refused(t, HEAD "{" ID "}]}", "'check' and 'message'");
	check_refused(t, HEAD "{" ID ",\"check\":\"c\",\"message\":\"m\",\"severity\":\"bad\"}]}", "unknown 'severity'");
	check_refused(t, HEAD "{" ID ",\"check\":\"c\",\"message\":\"m\",\"severity\":\"error\","
		      "\"confidence\":\"low\",\"location\":[]}]}", "'location'");
	check_refused(t, HEAD "{" ID ",\"check\":\"c\",\"message\":\"m\",\"severity\":\"error\",\"confidence\":\"low\","
		      "\"location\":{\"file\":\"f\"},\"fix\":{\"diff\":\"\"}}]}", "'cocci' and 'diff'");
	check_refused(t, "{\"a\":1,\"a\":2}", "duplicate");
}

int main(void)
{
	struct test t = { 0 };

	test_order(&t);
	test_duplicates(&t);
	test_fingerprint(&t);
	test_text(&t);
	test_json(&t);
	test_refused(&t);
	return test_done(&t);
}
